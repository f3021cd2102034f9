"""Files of customer messages: tables, lines of JSON, plain text, mails and boxes of mail, read one message at a time."""
