"""Is it English? Nine languages are told from it; short texts are let pass."""

import pytest

from relazione.model.errors import ForeignLanguage
from relazione.sources.language import require_english

ENGLISH = """
The two kingdoms have had an embassy in each other's capital since the river treaty, and their trade is small. In the years that
followed, a dispute about the mill was put before a court; it was for the judges to say which of them owned the land at the ford.
"""
OTHERS = {
    "French": """
        Les deux royaumes ont une ambassade dans la capitale de l'autre depuis le traité du fleuve, et leur commerce est faible.
        Dans les années qui ont suivi, un différend sur le moulin a été porté devant les juges, qui ont dit pour une fois que la terre
        était au roi des montagnes et que les paysans sont ses hôtes.
    """,
    "German": """
        Die beiden Königreiche haben seit dem Vertrag über den Fluss eine Botschaft in der Hauptstadt des anderen, und der Handel ist
        gering. In den Jahren nach dem Streit um die Mühle wurde das Gericht angerufen, das nicht für den König, sondern für die Bauern
        entschied, die sich auf ein altes Recht beriefen.
    """,
    "Spanish": """
        Los dos reinos tienen una embajada en la capital del otro desde el tratado del río, y su comercio es pequeño. En los años que
        siguieron, el pleito por el molino fue llevado ante los jueces, que dieron la razón al rey de las montañas como se esperaba, por
        más que los campesinos no lo quisieran.
    """,
    "Italian": """
        I due regni hanno un'ambasciata nella capitale dell'altro dal trattato del fiume, e il loro commercio è piccolo. Negli anni che
        seguirono la lite per il mulino fu portata davanti ai giudici della corte, che non diedero ragione al re delle montagne ma ai
        contadini della valle, con una sentenza di poche righe.
    """,
    "Portuguese": """
        Os dois reinos têm uma embaixada na capital do outro desde o tratado do rio, e o seu comércio é pequeno. Nos anos que se seguiram,
        a questão do moinho foi levada a um tribunal, que não deu razão ao rei das montanhas, mas aos camponeses do vale, com uma
        sentença de poucas linhas para todos.
    """,
    "Dutch": """
        De twee koninkrijken hebben sinds het verdrag over de rivier een ambassade in de hoofdstad van de ander, en de handel is klein.
        In de jaren daarna werd het geschil over de molen aan het hof voorgelegd, dat niet de koning maar de boeren in het gelijk
        stelde, met een oordeel van een paar regels dat ook door de koning werd aanvaard.
    """,
    "Turkish": """
        İki krallık, nehir antlaşması ile birlikte birbirinin başkentinde bir elçilik açtı ve bu elçilikler bugün de açık. Sonra değirmen
        için çıkan anlaşmazlık mahkeme tarafından çözüldü; krallar arasında en çok konuşulan konu olarak kaldı ve çok sonra bir anlaşma
        ile bitti. Bu olay iki ülke arasında olan ilişkiler için de önemli.
    """,
    "Polish": """
        Oba królestwa mają od czasu traktatu o rzece ambasadę w stolicy drugiego, a ich handel nie jest duży. W latach, które nastąpiły po
        sporze o młyn, sprawa została oddana do sądu, oraz nie dla króla, ale dla chłopów był wyrok, że ziemia jest ich od dawna i że się
        im należy. Spór między nimi trwał do zimy na górze.
    """,
    "Greek": """
        Τα δύο βασίλεια έχουν πρεσβεία στην πρωτεύουσα του άλλου από τη συνθήκη του ποταμού και το εμπόριό τους είναι μικρό. Στα χρόνια
        που ακολούθησαν η διαφορά για τον μύλο πήγε στο δικαστήριο, που δεν έδωσε δίκιο στον βασιλιά των βουνών αλλά στους χωρικούς της
        κοιλάδας, με μια απόφαση λίγων γραμμών που όλοι δέχτηκαν.
    """,
}


def test_english_is_read() -> None:
    require_english(ENGLISH, "f")


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_refused_by_its_name(language: str) -> None:
    with pytest.raises(ForeignLanguage) as caught:
        require_english(OTHERS[language] * 3, "f.txt")
    assert str(caught.value).startswith("f.txt: ")
    if language != "Greek":
        assert language in str(caught.value)


@pytest.mark.parametrize("language", OTHERS)
def test_english_that_quotes_another_language_is_read(language: str) -> None:
    require_english(ENGLISH * 3 + OTHERS[language], "f")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Embassy in Rome",
        "Ambasciata d'Italia ad Ankara",
        "- Roma | ambasciata\n- Milano | consolato generale",
        "Türkiye’s envoy to Sárospatak was Árpád Őrsi of Győr.",
        "1911 1912 1913 " * 30,
    ],
)
def test_short_texts_tell_no_language(text: str) -> None:
    require_english(text, "f")


def test_a_short_text_in_another_script_is_refused() -> None:
    with pytest.raises(ForeignLanguage):
        require_english("Посольство Италии в Анкаре открыто с 1856 года", "f")


def test_a_long_list_of_names_is_let_pass() -> None:
    names = (
        "Rome, Milan, Naples, Turin, Palermo, Genoa, Bologna, Florence, Bari, Catania, Venice, Verona, Messina, Padua, Trieste, "
    )
    require_english("Embassies of the Kingdom in: " + names * 6, "f")


def test_a_word_that_two_languages_share_tells_none() -> None:
    require_english("Prime Minister Mario Monti visited Turkey in May 2012. " * 5 + "Italy met Turkey in 1999.", "text")
