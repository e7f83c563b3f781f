"""What counts as right, in each language, and what the difference is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.languages import Language
from lessons.cards import Grade
from lessons.grading import Change, Verdict, bare, difference, folded, grade
from lessons.phrasebook import load_phrasebook

EN, ES, FR, IT, DE, RU, ZH, PT = Language
RIGHT, ACCENTS, SLIP, WRONG = Verdict

TABLE = [
    (EN, "How can I help you?", "How can I help you?", RIGHT),
    (EN, "How can I help you?", "how can i help you", RIGHT),
    (EN, "How can I help you?", "  HOW  can I help you ?! ", RIGHT),
    (EN, "I don't know.", "I don’t know", RIGHT),
    (EN, "It's on the second floor.", "it’s on the second floor…", RIGHT),
    (EN, "How can I help you?", "How can I halp you?", SLIP),
    (EN, "How can I help you?", "How can I hlep you?", SLIP),
    (EN, "How can I help you?", "How can help you?", WRONG),
    (EN, "How can I help you?", "How may I help you?", WRONG),
    (EN, "You can now go in.", "You can not go in.", WRONG),
    (EN, "Yes.", "Yet.", WRONG),
    (EN, "Please wait here.", "?!", WRONG),
    (ES, "¿Dónde le duele?", "¿Dónde le duele?", RIGHT),
    (ES, "¿Dónde le duele?", "donde le duele", ACCENTS),
    (ES, "¿Dónde le duele?", "DÓNDE LE DUELE", RIGHT),
    (ES, "Vuelva mañana por la mañana.", "vuelva manana por la manana", ACCENTS),
    (ES, "Vuelva mañana por la mañana.", "Vuelva mañana por la mañaan", SLIP),
    (ES, "¡Buenos días!", "buenos dias!", ACCENTS),
    (ES, "¡Buenos días!", "buenas tardes", WRONG),
    (ES, "Hay que sacar turno.", "hay que sacar  turno", RIGHT),
    (ES, "Hay que sacar turno.", "hay que sacar turo", SLIP),
    (ES, "Hay que sacar turno.", "que hay sacar turno", WRONG),
    (FR, "Où avez-vous mal ?", "Où avez-vous mal?", RIGHT),
    (FR, "Où avez-vous mal\u00a0?", "ou avez vous mal", ACCENTS),
    (FR, "Où avez-vous mal ?", "où avez vous mal", RIGHT),
    (FR, "Je vous écoute.", "je vous ecoute", ACCENTS),
    (FR, "L’œuvre est au musée.", "l'oeuvre est au musée", RIGHT),
    (FR, "L'hôpital est à côté.", "l’hôpital est à côté", RIGHT),
    (FR, "L'hôpital est à côté.", "l'hopital est a cote", ACCENTS),
    (FR, "Ça va s'arranger.", "ca va s'arranger", ACCENTS),
    (FR, "Attendez ici, s'il vous plaît.", "Attendez ici, s'il vous plait", ACCENTS),
    (FR, "Attendez ici, s'il vous plaît.", "Atendez ici s'il vous plaît", SLIP),
    (FR, "Attendez ici, s'il vous plaît.", "Attendez là, s'il vous plaît", WRONG),
    (IT, "Come posso aiutarLa?", "come posso aiutarla", RIGHT),
    (IT, "È già chiuso.", "e gia chiuso", ACCENTS),
    (IT, "È già chiuso.", "È già chiuso!!", RIGHT),
    (IT, "Dov'è la fermata?", "dov’è la fermata", RIGHT),
    (IT, "Dov'è la fermata?", "dov'e la fermata", ACCENTS),
    (IT, "Come posso aiutarLa?", "come poso aiutarla", SLIP),
    (IT, "Come posso aiutarLa?", "come la posso aiutare", WRONG),
    (IT, "Prego, si accomodi.", "prego si accomodi", RIGHT),
    (IT, "Prego, si accomodi.", "prego si acomodi", SLIP),
    (IT, "Prego, si accomodi.", "", WRONG),
    (DE, "Wie kann ich Ihnen helfen?", "wie kann ich ihnen helfen", RIGHT),
    (DE, "Die Straße ist gesperrt.", "die strasse ist gesperrt", RIGHT),
    (DE, "Die Strasse ist gesperrt.", "die Straße ist gesperrt", RIGHT),
    (DE, "Können Sie das wiederholen?", "konnen Sie das wiederholen", ACCENTS),
    (DE, "Sie brauchen keinen Termin.", "Sie brauchen einen Termin.", WRONG),
    (DE, "Sie brauchen einen Termin.", "Sie brauchen keinen Termin.", WRONG),
    (DE, "Sie brauchen einen Termin.", "Sie brauchen einen Termi", SLIP),
    (DE, "Sie brauchen einen Termin.", "Sie brauchen ein Termin", WRONG),
    (DE, "Guten Morgen!", "Guten Abend!", WRONG),
    (DE, "Bitte nehmen Sie Platz.", "Bitte nehmen Sie platz", RIGHT),
    (DE, "Bitte nehmen Sie Platz.", "„Bitte nehmen Sie Platz.“", RIGHT),
    (RU, "Ещё раз, пожалуйста.", "еще раз пожалуйста", RIGHT),
    (RU, "Еще раз, пожалуйста.", "ещё раз, пожалуйста", RIGHT),
    (RU, "Доброе утро!", "ДОБРОЕ УТРО", RIGHT),
    (RU, "Мой паспорт здесь.", "Мои паспорт здесь.", SLIP),
    (RU, "Мой.", "Мои.", WRONG),
    (RU, "Чем я могу вам помочь?", "чем я могу вам помоч", SLIP),
    (RU, "Чем я могу вам помочь?", "чем могу вам помочь", WRONG),
    (RU, "Сегодня не работает.", "Сегодня на работает.", WRONG),
    (RU, "Подождите здесь.", "«Подождите здесь»", RIGHT),
    (RU, "Подождите здесь.", "Podozhdite zdes", WRONG),
    (ZH, "您哪里疼？", "您哪里疼？", RIGHT),
    (ZH, "您哪里疼？", "您哪里疼?", RIGHT),
    (ZH, "您哪里疼？", "您 哪里 疼", RIGHT),
    (ZH, "您哪里疼？", "您哪裡疼", RIGHT),
    (ZH, "请在这里签字，谢谢。", "请在这里签字 谢谢", RIGHT),
    (ZH, "请在这里签字，谢谢。", "請在這裡簽字，謝謝。", RIGHT),
    (ZH, "您明天不用再来这里了。", "您明天用再来这里了。", WRONG),
    (ZH, "您明天不用再来这里了。", "您明天不用在来这里了。", WRONG),
    (ZH, "您好！", "你好！", WRONG),
    (ZH, "一共25雷亚尔。", "一共２５雷亚尔", RIGHT),
    (PT, "Em que posso ajudar?", "em que posso ajudar", RIGHT),
    (PT, "A senhora já é cadastrada?", "a senhora ja e cadastrada", ACCENTS),
    (PT, "A informação está aqui.", "a informacao esta aqui", ACCENTS),
    (PT, "A informação está aqui.", "A INFORMAÇÃO ESTÁ AQUI", RIGHT),
    (PT, "A informação está aqui.", "a informação está aki", WRONG),
    (PT, "A informação está aqui.", "a informação esta aquí", ACCENTS),
    (PT, "Traga um guarda-chuva.", "traga um guarda chuva", RIGHT),
    (PT, "Traga um guarda-chuva.", "traga um guarda-chva", SLIP),
    (PT, "Pode entrar.", "Não pode entrar.", WRONG),
    (PT, "O ônibus chega às 9h30.", "o onibus chega as 9h30", ACCENTS),
]


@pytest.mark.parametrize(("language", "right", "written", "verdict"), TABLE)
def test_the_table_of_answers(language, right, written, verdict):
    graded = grade(written, [right], language)
    assert graded.verdict is verdict
    assert graded.expected == right
    assert graded.accepted is (verdict is not WRONG)


def test_the_table_is_long_enough_and_knows_every_language():
    assert len(TABLE) >= 80
    assert {row[0] for row in TABLE} == set(Language)


def test_a_slip_is_remembered_as_hard_and_accents_as_good():
    assert [grade(written, ["Où êtes-vous maintenant ?"], FR).grade for written in SHADES] == [
        Grade.GOOD,
        Grade.GOOD,
        Grade.HARD,
        Grade.AGAIN,
    ]


SHADES = ("où êtes-vous maintenant", "ou etes-vous maintenant", "où êtes-vous mantenant", "où êtes-vous")


def test_the_nearest_of_several_right_answers_is_compared_with():
    right = ["Good morning! How can I help you?", "Good morning! What can I do for you?"]
    graded = grade("good morning what can i do for", right, EN)
    assert graded.expected == right[1]
    assert graded.verdict is WRONG
    assert grade("Good morning, what can I do for you", right, EN).verdict is RIGHT


@pytest.mark.parametrize(
    "written", ["nín nǎlǐ téng", "nin nali teng", "Nin2 na3li3 teng2?", "ninnaliteng", "NIN NALI TENG"]
)
def test_pinyin_counts_where_it_is_asked_for(written):
    assert grade(written, ["您哪里疼？"], ZH, pinyin="Nín nǎlǐ téng?").verdict is RIGHT
    assert grade(written, ["您哪里疼？"], ZH).verdict is WRONG


@pytest.mark.parametrize("written", ["nǚshì", "nüshi", "nv shi", "nv3shi4"])
def test_the_letter_that_no_keyboard_has_may_be_a_v(written):
    assert grade(written, ["女士"], ZH, pinyin="nǚshì").verdict is RIGHT


def test_letters_are_not_accents():
    assert bare("Йод") == "йод"
    assert folded("Ёж") == "еж"
    assert bare("mañana è ça ü ő ø") == "manana e ca u o ø"


phrases = st.sampled_from(load_phrasebook().phrases)
languages = st.sampled_from(list(Language))
punctuation = st.text(alphabet=" .,;:!?¡¿…\u00a0\u3000。，！？«»“”'\"", max_size=4)


@given(phrase=phrases, language=languages)
def test_what_the_book_says_is_right(phrase, language):
    for said in phrase.right(language):
        graded = grade(said, phrase.right(language), language)
        assert graded.verdict is RIGHT
        assert graded.grade is Grade.GOOD


@given(phrase=phrases, language=languages, before=punctuation, after=punctuation, loud=st.booleans())
def test_case_punctuation_and_spaces_are_never_wrong(phrase, language, before, after, loud):
    said = phrase.text[language]
    written = before + (said.upper() if loud else said.lower()).replace(" ", "  ") + after
    assert grade(written, phrase.right(language), language).verdict is RIGHT


@given(phrase=phrases, language=languages)
def test_an_answer_without_accents_is_accepted(phrase, language):
    assert grade(bare(phrase.text[language]), phrase.right(language), language).accepted


@given(written=st.text(max_size=80), phrase=phrases, language=languages)
def test_the_difference_holds_both_sentences(written, phrase, language):
    right = phrase.text[language]
    spans = difference(written, right, language)
    wanted = "".join(span.words for span in spans if span.change is not Change.EXTRA)
    given_ = "".join(span.words for span in spans if span.change is not Change.MISSING)
    assert "".join(wanted.split()) == "".join(right.split())
    assert _bones(given_) == _bones(written)


def _bones(text):
    return folded("".join(text.split())).replace(" ", "")


@given(written=st.text(max_size=400), language=languages)
def test_whatever_is_written_is_graded(written, language):
    graded = grade(written, ["Hello there"], language, pinyin="nǐ hǎo")
    assert graded.verdict in Verdict
