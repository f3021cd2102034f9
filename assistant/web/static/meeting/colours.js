// Which of the eight colours a speaker has: by order of attendance, then of first speaking, so that it never changes.
export class Colours {
  constructor(utterances, attendees) {
    this.names = new Map();
    for (const { name } of attendees) this.of(name);
    for (const { speaker } of utterances) this.of(speaker);
  }

  of(name) {
    if (!name) return 'var(--quiet)';
    if (!this.names.has(name)) this.names.set(name, this.names.size % 8);
    return `var(--speaker-${this.names.get(name) + 1})`;
  }
}
