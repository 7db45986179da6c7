"""Words that stand where names stand without being names."""

from __future__ import annotations

from nlp.text.function_words import ENGLISH, FRENCH
from nlp.text.wordlist import word_set

_COMMON = word_set(
    """
    absolument absolutely accueil achat adorable agence agent aidez alerte allo alors amazing
    annulation annule annulee annuler apparemment appeler appelle appelez appli application
    arnaque arnaques arrivee article assurance attention attendre attente aucune auriez auto
    autrement avis awful bagages baignoire banque bel belle bien billet bises bis bloque boite
    bof bonne bonnes bonus box bravo bref british brilliant broken bug bye cabin cancel canape
    car card carte cash cet chair chat chaque chaudiere check checkin cheque cheques chez
    chuffed clair claire clairement clerk cliente clients clim colis commande commandee
    commandes complaint compte conclusion confirmation confort conseil conseillere conseiller
    conseillers contact continuez contrat contre cordialement correct courage courier courrier
    crew cuisine dad dames danger dear decevant deception decu decue delai delais delighted
    delivery demande depuis dernier derniere devis diable difficile dimanche direction direct
    dirty dispo distributeur doctor dommage dossier double douche drap dressing drive driver
    drivers drop eau echange electricite email emails encore enfin engineer enfants enorme
    ensuite entretien envoi erreur escroc escrocs etape etc etonnant evidemment eviter evitez
    excellent excellente excellents excuse excuses express facile facteur facture factures
    famille family fantastic faultless fatigue femme fenetre fermeture fibre fin finalement
    flight food formidable formulaire forfait fournisseur frais francais france french frigo
    fuyez gas gaz genial geniale gens gentil gentille gentils gosses grandement grand grande
    gros guichet hat hate hats help horrible hotel human hum impeccable impossible incroyable
    indemnisation information informations insurance insurer inutile invoice jamais jaune jeudi
    job jolie journee justice keys lady lamentable landlord lent lentement leave les letter
    lettre level lieu ligne line listen lit livreur livreurs livraison login look lounge love
    loved lovely lundi machine madam magasin mail maison maitre maman mamie man manager mardi
    mari marche mauvais mauvaise meilleur mercredi mesdames message messages messieurs metro
    midi mieux ministre mode moderne mom montage monsieur monday moralite mother mum musique
    navrant navette nickel none nope note nouveau nouvelle numero objet offre online operation
    option ordre oven package page paiement pain panne papa paper parcel parking particulier pas
    passage patience patient payment pension perfect personne petit petite photo photos pictures
    pire piscine place planning plombier plus pointe police polite pompier porte portail
    possible poste poste prelevement prenez prepare president prestation pret pretty previous
    prime prix probleme product produit produits professional promesse promo prompt proper
    propre publicite qualite quarante queue question ras rapide rappel receipt recevez
    recommande refund reimbursement relance remboursement renseignement repair reparation report
    reponse rer reservation reservations respect responsable ressaisie resultat retard retour
    return returned roof room route royal rude rupture samedi sandwich sav savez saturday scam
    scammers screen seance security seller semaine septembre service services serieux seul seule
    shame shipping shop shoes siege silence simple sinistre sir site slow societe soit sol
    solution sorry sortie souriant soyez spotless staff station steward stop street stunned
    sublime sunday super support sur surprise sympa sympathique tarif tarifs team technicien
    telephone temps thank thanks thursday ticket tip toilettes tomorrow top tout toute train
    trains transport travaux tres trop truc tuesday unacceptable unbelievable update urgence
    urgent useless valise vendeur vendeuse vendeurs vendredi verdict verre veuillez vol
    volontiers voiture voisin vraiment walked warehouse warning washing web website wednesday
    welcome wifi windscreen wonderful yesterday youpi zen chers chere cher mlle mme mrs miss
    president bouffon janvier fevrier mars avril juin juillet aout octobre novembre decembre
    january february march april june july september october november december paques easter
    noel christmas toussaint ramadan ouest est nord sud europe paris lyon marseille lille
    londres london english anglais francaise american booking rebelote honte zero deux trois
    quatre cinq six sept huit neuf dix vingt trente cent mille one three four five seven eight
    nine ten hundred thousand first second third premier premiere deuxieme troisieme jeune vieux
    dieu quelle toutes tous famille dites dire donnez ecoutez regardez attendez excusez
    comprenez pardon desole desolee enchante bah euh heu hum alo allez vas voila ecoute ecoutez
    tiens oh ah eh ouf wrong spelt spelled misspelled missing incorrect correct listed still
    nothing ecrit orthographie mal toujours infiniment team everyone everybody guys folks all
    both sirs madams sister brother neighbour voisine mamy papy votre notre leur cette quelqu
    quelque quoi exactement normal dommage gratuit payant urgent marre fini dur terrible clair
    logique pareil compris faux vrai juste bizarre dingue ridicule honteux inadmissible
    scandaleux accounts rang drop nurse account chapter nancy santiago formule option plan
    scenic loans loan branch saver august surname mr ms dr mm messrs entre temps fou grave
    pratique cool sure fine crazy ridiculous disgusting true false
    """
)

ROLES: frozenset[str] = word_set(
    """
    directeur directrice maire tresorier tresoriere president presidente ministre prefet chef
    cheffe gerant gerante responsable conseiller conseillere secretaire adjoint professeur juge
    procureur notaire huissier mediateur mediatrice controleur percepteur inspecteur commissaire
    facteur proviseur principal gardien concierge manager director mayor president secretary
    minister chairman chair officer judge ombudsman executive head ambassadeur ambassadrice
    consul consule depute deputee senateur senatrice l'ambassadrice wrote said veuillez dites
    savez merci bonjour bonsoir accounts agreer recevez
    """
)
"""Titles and offices that follow ``Monsieur le`` without naming anyone."""

NOT_NAMES: frozenset[str] = FRENCH | ENGLISH | ROLES | _COMMON
"""Never part of a name unless a title stands before it; accents folded."""
