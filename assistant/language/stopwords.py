"""Words that say nothing about what a text is about."""

STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being but by can could did do does doing
    done for from get go got had has have he her here him his how i if in into is it its just let may me might
    more my no not of off on one or our out over own s she should so some still t than that the their them then
    there these they this those to too under up us very was we were what when where which who whom whose why will
    with would you your re ve ll d m
    """.split()
)
"""English, as written."""

STOP_KANA = frozenset(
    """
    です ます した して ない から まで ので のか のは のが のを では には にも とは とか って てい いる
    いま ませ せん あり りま ある いう こと もの それ これ どれ ここ どこ どの この その あの なに なん
    いつ だれ でし しょ ょう うか たか すか るか まし たの たは かの れた れて され れま られ おり りの
    への との よう うに うな ため めに けど どう いか くら いく らで
    """.split()
)
"""Pairs of kana from Japanese endings, particles and pronouns."""
