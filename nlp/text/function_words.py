"""Small words that tell French, English and their neighbours apart.

Accents are folded and apostrophes split before the words are looked up. A word that
is common in two of the languages told apart stands in neither list: ``on``, ``me``,
``a``, ``or``, ``but`` and ``son`` are left out of both.
"""

from __future__ import annotations

from nlp.text.wordlist import word_set

FRENCH = word_set(
    """
    ai aie ait alors apres as assez aucun aucune aujourd au aussi autre autres aux avaient avais
    avait avant avec avez aviez avions avoir avons bah beaucoup ben bien bonjour bonsoir bref c
    ca car ce ceci cela celle celui cet cette ceux chez chaque chose ci comme comment contre d
    dans de deja depuis des deux dire dit dois doit donc dont du eh elle elles en encore enfin
    entre es est et etaient etais etait etant ete etes etre eu eux faire fait faites faut fois
    font grace hein hier ici il ils j jamais je jour jours jusqu juste l la laquelle le lequel
    les leur leurs lors lorsque lui ma madame mais mal malgre meme mes merci mieux mis moi mois
    moins mon monsieur n ne ni non nos notre nous nul nulle ont ou oui par parce parfait parfois
    pas personne peu peut peuvent peux plutot pour pourquoi pourtant pouvez pouvoir presque pris
    puis puisque qu quand que quel quelle quelles quels quelque quelqu qui quoi rapide ras rien
    s sa sais sait sans sauf se sera serait ses seul si soit sommes sont souci souvent suis sur
    surtout t ta tandis tant tard te tel tellement tes toi tous tout toute toutes tres trop tu
    un une uns va vais vas vers veulent veut veux via voici voila voir vont vos votre voulez
    vous vraiment vu y zero attente colis commande conseiller conseillere courrier facture
    fiable franchement livraison livre magasin prix qualite rembourse remboursement reponse
    retard service technicien probleme pb cher client appel argent jai jsuis jpeux jveux jvais
    cest cetait nest pcq parske pk pourkoi koi kan bcp svp stp slt bjr bsr mdr ptdr tjrs tjs tt
    ts ds pr ke ki vs qd dc ya yavait cmt rdv mtn ajd aujourdhui daccord dacc nimporte quil
    quils quon jme jte chui chuis jaime jamai javais meme pfff bof ouais
    """
)

ENGLISH = word_set(
    """
    about after again all already also although always am an and another any anyone anything are
    aren around as ask asked at away back bad be because been before being best better between
    both but by call called came can cannot cheap could couldn customer dear delivered did didn
    do does doesn doing don done down each easy either else enough even ever every everything
    fast few finally first for friendly from gave get gets getting give go goes going gone good
    got great had hadn has hasn have haven having he hello help her here hers him his how
    however i if in instead into is isn it its itself just kept knew know last late least less
    like ll long made make many may maybe me might mind more most much must my myself need
    needed neither never nice no nobody none not nothing now of off old once one only or other
    our out over own paid pay please poor problem put quick quickly quite rather re ready really
    refund reply right said same saw say says see send sent service she should shouldn since so
    some someone something soon spoke staff still stop such take taken tell terrible thank
    thanks than that the their them then there these they thing things think this those though
    three through till time to today told tomorrow too took tried try trying twice two u under
    until up ur us use used ve very wait waited waiting want wanted was wasn way we week weeks
    well went were weren what when where which while who whole whose why will with within
    without won work working worked works worst would wouldn wrong year years yes yet you your
    yours dont didnt doesnt isnt wasnt wont cant couldnt wouldnt havent hasnt im ive id youre
    theyre thats whats theres pls plz thx ty idk lol omg wtf btw asap gonna wanna gotta cuz coz
    yeah nope awful
    """
)

_SHARED = (FRENCH & ENGLISH) | word_set(
    """
    on me a or but an as son pour nous via set service client plus message date type ticket "
    "point zero no non si tu u ur ma se te es us in car fin fait dire pays comment ok okay
    """
)

# Spanish, Italian, Portuguese, German, Dutch, Polish, Scandinavian, Turkish.
_NEIGHBOURS = word_set(
    """
    nadie llevo llego semanas el los las una unas unos y muy pero porque como esta estan este
    estoy eso ese esa fue hay hace tengo tiene nada nunca siempre gracias hola donde cuando
    mucho mucha mi lo al del con sin por para mas ya yo ha han he sido ser buen bueno buena todo
    todos usted les qué desde hasta nos nessuno sono sulla il lo gli della dello delle dei degli
    che di da non sono stato stata molto pero perche anche questo questa quello ho hanno mai
    sempre grazie ciao mio mia nel nella sul con per una uno il piu tutto tutti ancora cosi dopo
    prima minha meus ninguem o os as um uma uns umas nao sim muito mas com sem por para pelo
    pela na nas no nos do dos da das em meu minha voce obrigado obrigada foi sao tem tenho estou
    isso ainda ja der die das den dem des ein eine einen einem einer und ist nicht ich sie wir
    ihr mit fur auf von zu im am auch aber oder wenn wie noch nur sehr kein keine haben habe hat
    war wurde bin sind mein meine nach bei seit bis uber schon immer nie wieder danke bitte
    goede snelle het een en van ik je niet dat die met voor op zijn heb heeft was wordt maar ook
    nog wel geen naar bij uit over mijn uw wij jullie hebben werd zeer altijd nooit bedankt jest
    nie ze na do sie to jak ale bardzo przez dla moje moj nigdy och att det inte jag med som ett
    har var men mycket aldrig ikke og jeg er til av kimse hala ve bir bu cok icin degil ama
    """
)

FRENCH_ONLY = FRENCH - _SHARED
"""Speak for French against English."""

ENGLISH_ONLY = ENGLISH - _SHARED
"""Speak for English against French."""

_LATIN_COGNATES = word_set(
    """
    al ama c comment con contra da de del des di e en entre es est et eu grande i il in is je la
    le les lo l ma mal me mi n nada ni no non nos nous par para per pour qu que qui s se serait
    si son su sur ta tant te ton tu un una une vos y d o on all am an are at dit for had have he
    her here of or over so to was we will man were come do go me us sera un tout entre contre
    chi pr t serviteur facture client service
    """
)

KNOWN = (FRENCH_ONLY | ENGLISH_ONLY) - _NEIGHBOURS - _LATIN_COGNATES
"""Speak for French or English against every third language."""

FOREIGN_ONLY = _NEIGHBOURS - FRENCH - ENGLISH - _LATIN_COGNATES
"""Speak for a third language against French and English."""
