"""What stands below a message: sign-off, name, contact lines, device line, legal footer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nlp.readers.cells import fold, word_set

_MAX_SIGNATURE_LINES = 14
_TAIL_LINES = 40
"""A signature begins within so many lines of the end; what is above is not looked at."""
_SHORT_WORDS = 9
_SHORT_CHARS = 75
_LEGAL_STEMS_MIN = 3
"""Different legal stems that make a closing paragraph a footer; a customer may use one or two."""

_SIGN_OFF = re.compile(
    r"(?:(?:tres |bien )?(?:cordialement|amicalement|sincerement|respectueusement|chaleureusement)"
    r"(?: (?:votre|a vous|a toi|vous))?|cdlt|cdt|cldt|crdt|crdlt|bien a (?:vous|toi)|a vous|"
    r"(?:(?:mes|nos|avec mes) )?(?:sinceres |respectueuses |cordiales |meilleures |bonnes )?"
    r"salutations(?: \w+){0,3}|sentiments (?:distingues|respectueux|les meilleurs)|"
    r"(?:tres )?(?:bonne|belle) (?:journee|soiree|reception|continuation|semaine|fin de \w+)"
    r"(?: a (?:vous|tous|toi|toutes et tous))?|(?:gros )?bisous|bises|biz|a (?:tres )?bientot|"
    r"(?:avec (?:mes|tous mes)|mes) (?:vifs |sinceres )?remerciements(?: anticipes)?|"
    r"(?:je vous prie|veuillez|nous vous prions|recevez|je vous prie de bien vouloir)\b.*"
    r"(?:agreer|recevoir|croire|accepter|salutations|sentiments|consideration).*|"
    r"(?:dans l )?(?:attente de vous lire|attente de votre (?:retour|reponse))|"
    r"(?:kind(?:est)?|best|warm(?:est)?|many|with|my best)? ?(?:kind |best )?regards|rgds|"
    r"(?:all (?:the|my) )?best(?: wishes)?|"
    r"(?:yours |very )?(?:sincerely|faithfully|truly)(?: yours)?|"
    r"yours|cheers|take care|respectfully(?: yours)?|cordially|warmly|with love|love|x{1,4}|"
    r"have a (?:nice|good|great|lovely) (?:day|evening|weekend|one))"
)
_THANKS = re.compile(
    r"(?:un grand |mille |encore )?merci(?:s)?(?: \w+){0,4}|(?:many |with )?thanks?(?: \w+){0,4}|"
    r"thank you(?: \w+){0,4}|thx|tia|ty"
)
_POSTSCRIPT = re.compile(r"\s*(?:p\.? ?s\.?|n\.? ?b\.?)\s*[:\-–,.]?\s+\S|\s*ps\b", re.IGNORECASE)
_DELIMITER = re.compile(r"\s*(?:--|—|__+|-{3,}|={3,}|\*{3,})\s*")
_DEVICE = re.compile(
    r"(?:envoye|sent|expedie|ecrit|transmis|message envoye) "
    r"(?:de|depuis|from|via|with|avec|a partir de|grace a|using|par)\b.{2,60}|"
    r"(?:get|obtenir|telechargez|telecharger|obtenez|download) outlook\b.*|provenance courrier\b.*|"
    r"(?:scanned|checked) by\b.*|.*\b(?:no viruses found|absence de virus|garanti sans virus|"
    r"free from viruses|virus free)\b.*|.*\blogiciel antivirus\b.*|image\b.{0,30}|cid image.*|"
    r".*\bavast\b.*"
)
_LEGAL_START = re.compile(
    r"(?:ce (?:message|courriel|mail|e mail|courrier electronique)\b.*\b(?:confidentiel\w*|"
    r"pieces? jointes?|destin\w+|privilegi\w+|secret)|"
    r"les informations contenues dans ce (?:message|courri\w+|mail|e mail)|"
    r"(?:this|the) (?:e ?mail|message|communication|information contained)\b.*\b(?:confidential|"
    r"attach\w+|intended|privileged|addressee)|(?:[a-z ]{0,30})\b(?:confidentiality|legal|privacy|"
    r"circular|important) (?:notice|note|information|warning)\b|disclaimer\b|caution\b|"
    r"avis de confidentialite|clause de confidentialite|avertissement\b|"
    r"(?:avant d imprimer|pensez a l environnement|pensez environnement|afin de (?:preserver|"
    r"proteger) l environnement|n imprimez|merci de penser a l environnement|"
    r"please consider the environment|think before you print|save paper|"
    r"si vous (?:n etes|n en etes|avez recu) .*(?:destinataire|par erreur)|"
    r"if you (?:are not|have received) .*(?:recipient|error))|views expressed\b|"
    r"registered (?:office|in england)\b|please note i do not work\b)"
)
_LEGAL_STEMS = word_set(
    "confidentiel,confidential,destinataire,recipient,addressee,pieces jointes,attachment,"
    "privileg,unauthori,non autorise,virus,expediteur,sender,diffusion,dissemination,"
    "strictly prohibited,interdite,capital social,capital de,rcs,siret,siren,tva intra,"
    "registered in,company number,registered office,vat no,detrui,delete,par erreur,in error,"
    "integrite,responsabilite,liab,disclos,exclusi"
)
_CONTACT = re.compile(
    r"@|https?://|\bwww\.|\+?\d[\d\s().-]{7,}\d|\b(?:t[ée]l|tel|fax|mob|mobile|phone|portable|standard|"
    r"ligne directe|port)\b\s*\.?\s*:?|^[tmfe]\s*[:.]|\s\|\s|^\W*\[cid|\b\d{5}\b|"
    r"\bn° ?\w+|r[ée]f\.? ?:|\b\d{1,4},? (?:bis |ter )?(?:rue|avenue|av|boulevard|bd|place|"
    r"chemin|impasse|all[ée]e|quai|route|venelle|cours|square|street|road|lane|drive|close|court|st|rd|ave)\b",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*|d[eu’']|des|du|la|le|van|von|den|der|di|da|el|ben|et|and|&)"
_NAME = re.compile(
    rf"[/–—~\-\s]*(?:(?i:mr|mrs|ms|mme|mlle|dr)\.? \w+(?: \w+)?|"
    rf"(?:{_NAME_WORD})(?:[ ,]+{_NAME_WORD}){{0,5}})"
    r"(?:\s*\([^)]{1,30}\)|, [^,.!?]{2,25})?\s*[,.x\s]*"
)
_NOT_NAMES = word_set(
    "merci,thanks,bonjour,bonsoir,hello,hi,ok,oui,non,yes,no,urgent,stop,ras,help,aide,svp,please,"
    "pfff,bravo,super,nul,scandaleux,honteux,inadmissible,madame,monsieur,messieurs,never,jamais,"
    "incroyable,lamentable,top,parfait,genial,great,awful,terrible,disgusting,unacceptable,"
    "inacceptable,ridicule,ridiculous,zero,perdu"
)


def drop_signature(lines: Sequence[str]) -> list[str]:
    """Cut what stands below a message: sign-off, name, contact lines, device, legal footer.

    Only lines that look it are cut: a postscript or a sentence below the name stays, and so
    do thanks that are not a sign-off ("Thanks," above a name). The first line is never cut.

    Args:
        lines: The lines of a message without its quotes.

    Returns:
        The lines of the message proper.
    """
    kept = _trimmed(lines)
    before = -1
    while before != len(kept):
        before = len(kept)
        for cut in (_cut_footers, _cut_delimited, _cut_sign_off, _cut_closing_name):
            kept = _trimmed(cut(kept))
    return kept


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    return kept


def _cut_footers(lines: list[str]) -> list[str]:
    """Cut closing paragraphs and lines that a program or a legal department added."""
    start = _last_paragraph(lines)
    last = fold(lines[-1]) if lines else ""
    if len(lines) > 1 and (
        _DEVICE.fullmatch(last) or re.fullmatch(r"\W*(?:https?://|www\.)\S+\W*", lines[-1])
    ):
        return lines[:-1]
    if start > 0 and is_legal(" ".join(lines[start:])):
        return lines[:start]
    tail = range(max(start, _tail(lines)), len(lines))
    legal_line = next((i for i in tail if is_legal(" ".join(lines[i:]))), None)
    return lines if legal_line is None else lines[:legal_line]


def is_legal(paragraph: str) -> bool:
    """Whether a paragraph is a legal, environmental or antivirus footer."""
    folded = fold(paragraph)
    if _LEGAL_START.match(folded):
        return True
    return sum(stem in folded for stem in _LEGAL_STEMS) >= _LEGAL_STEMS_MIN and len(folded) > 80


def _cut_delimited(lines: list[str]) -> list[str]:
    """Cut below a line of dashes, the usual mark of a signature."""
    for i in range(_tail(lines), len(lines)):
        if _DELIMITER.fullmatch(lines[i]) and _all_below(lines, i + 1, _signature_line):
            return lines[:i]
    return lines


def _cut_sign_off(lines: list[str]) -> list[str]:
    """Cut from a sign-off on, up to a postscript or a sentence."""
    for i in range(_tail(lines), len(lines)):
        if not _is_sign_off(lines, i):
            continue
        end = next(
            (
                j
                for j in range(i + 1, len(lines))
                if lines[j].strip() and not _signature_line(lines[j])
            ),
            len(lines),
        )
        if end == len(lines) or _POSTSCRIPT.match(lines[end]):
            return lines[:i] + lines[end:]
    return lines


def _is_sign_off(lines: Sequence[str], i: int) -> bool:
    folded = fold(lines[i])
    if _SIGN_OFF.fullmatch(folded):
        return True
    formula, comma, name = lines[i].strip().partition(",")
    if comma and name.strip() and _SIGN_OFF.fullmatch(fold(formula)):
        return _is_name(name.strip())
    if not comma and (match := _SIGN_OFF.match(folded)) and match.end() < len(folded):
        return _is_name(" ".join(lines[i].split()[len(match[0].split()) :]))
    # Any short line that ends in a comma above a closing name: "Pour le syndic,", "Thanks,".
    below = next((line.strip() for line in lines[i + 1 : i + 3] if line.strip()), "")
    ends_in_comma = lines[i].rstrip().endswith(",") and len(folded.split()) <= 6
    return ends_in_comma and not lines[i - 1].strip() and _is_name(below)


def _cut_closing_name(lines: list[str]) -> list[str]:
    """Cut a closing name with its titles and numbers, or a name right below the last sentence."""
    start = _last_paragraph(lines)
    block = [line.strip() for line in lines[start:]]
    if start > 0 and _is_name(block[0]) and all(map(_signature_line, block)):
        return lines[:start]
    for i in range(max(start, _tail(lines)), len(lines)):
        names = [line.strip() for line in lines[i:]]
        above = lines[i - 1].strip()
        closed = _THANKS.fullmatch(fold(above)) or above.endswith((".", "!", "?", "…"))
        if closed and _is_name(names[0]) and all(map(_signature_line, names)):
            return lines[:i]
    return lines


def _is_name(text: str) -> bool:
    if not text or len(text) > _SHORT_CHARS or not _NAME.fullmatch(text.split(" | ")[0]):
        return False
    if text.endswith(".") and len(text.split()[-1]) > 3:
        return False  # "Rouge." answers a question; "Thierry M." signs
    return not set(fold(text).split()) & _NOT_NAMES


def _signature_line(line: str) -> bool:
    """Whether a line may stand in a signature: short, a contact line, a footer; no sentence."""
    text = line.strip()
    if not text or _DELIMITER.fullmatch(text):
        return True
    if _POSTSCRIPT.match(text):
        return False
    if _DEVICE.fullmatch(fold(text)) or is_legal(text):
        return True
    short = len(text.split()) <= _SHORT_WORDS and len(text) <= _SHORT_CHARS
    return (short and not text.endswith(("?", "!"))) or (
        len(text) <= 2 * _SHORT_CHARS and _CONTACT.search(text) is not None and not _sentence(text)
    )


def _sentence(text: str) -> bool:
    return len(text.split()) > 2 * _SHORT_WORDS or text.endswith(("?", "!"))


def _all_below(lines: Sequence[str], start: int, test: Callable[[str], bool]) -> bool:
    below = [line for line in lines[start:] if line.strip()]
    return len(below) <= _MAX_SIGNATURE_LINES and all(map(test, below))


def _tail(lines: Sequence[str]) -> int:
    """Index from which a signature may begin; never the first line."""
    return max(1, len(lines) - _TAIL_LINES)


def _last_paragraph(lines: Sequence[str]) -> int:
    """Index of the first line of the last paragraph; 0 if there is one only."""
    for i in range(len(lines) - 1, -1, -1):
        if not lines[i].strip():
            return i + 1
    return 0
