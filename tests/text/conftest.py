"""Texts shared by the tests of the text room; every person and number in them is invented."""

import pytest

PERSONAL = [
    ("fr", "Mon mail est lea.morvan@exemple.fr, tél 06 99 00 12 34", ["lea.morvan", "06 99"]),
    (
        "fr",
        "RIB FR76 3000 6000 0112 3456 7890 189 au nom de Bertille Faucon",
        ["FR76", "Bertille", "Faucon"],
    ),
    ("fr", "né le 03/02/1971, sécu 2 95 10 99 126 111 93", ["1971", "126 111"]),
    ("fr", "j'habite 12 bis rue des Lilas, 29999 Kerbihan", ["12 bis", "Lilas", "Kerbihan"]),
    ("fr", "commande n° KD-88213 et dossier 40 417, colis 8L00417733", ["88213", "8L00417733"]),
    (
        "fr",
        "Bonjour, je m'appelle Ysoline Tabuteau.\nCordialement,\nY. Tabuteau",
        ["Ysoline", "Tabuteau"],
    ),
    ("fr", "oui bonjour c'est madame morvan pour ma facture", ["morvan"]),
    ("fr", "ma voiture AB-123-CD est chez vous depuis lundi", ["AB-123-CD"]),
    ("fr", "écrivez à marie point morvan arobase gmail point com", ["arobase", "morvan"]),
    ("en", "card 4970 1000 0000 0055 charged twice, call 0199 555 0142", ["4970", "555 0142"]),
    ("en", "My name is Ottoline Farrow, policy no. TRV-88213-K", ["Ottoline", "Farrow", "88213"]),
    ("en", "Send it to 14 Rushmoor Close, Leeds LS1 4AB please", ["Rushmoor", "LS1"]),
    ("en", "Kind regards,\nMargaret Tull", ["Margaret", "Tull"]),
    ("en", "my password is Sunflower42 and it still fails", ["Sunflower42"]),
    ("en", "Spoke to Mrs Okonjo, ticket 40817, SSN 219-09-9999", ["Okonjo", "40817", "219-09"]),
    ("fr", "oui je m'appelle bérengère lacombe et la box clignote", ["bérengère", "lacombe"]),
    ("fr", "mon nom c'est wisniewski théodora", ["wisniewski", "théodora"]),
    ("fr", "la commande au nom de ferreira svp", ["ferreira"]),
    ("fr", "au zéro six quarante-deux dix huit trente-trois zéro sept", ["six", "trente"]),
    ("fr", "alors lea point morvan arobase maison point fr", ["lea", "morvan", "maison"]),
    ("fr", "je suis au 14 rue victor hugo à lille", ["14", "victor", "hugo"]),
    ("fr", "mon compte 77 36 29 10 44 est bloqué", ["77", "29 10"]),
    ("en", "my name is ignatius blackwood and my boiler is off", ["ignatius", "blackwood"]),
    (
        "en",
        "it's Ignatius Blackwood oh seven seven double oh nine hundred one two three",
        ["Ignatius", "Blackwood", "double", "hundred"],
    ),
    ("en", "it's sarah.jenkins at home test dot org", ["sarah", "jenkins", "home"]),
    ("en", "a login from 203.0.113.77 that isn't mine", ["203.0"]),
    ("en", "track it at https://track.example/p/8L00417733 please", ["8L00417733"]),
]

ORDINARY = [
    "RAS",
    "J'ai payé 1 234,56 € le 12/03/2024 pour un vol à 10h30",
    "Commande du 3 mars 2024 livrée en 2 jours, remise de 15 %",
    "Le TGV 6612 de 14h02 avait 45 minutes de retard, quai 12",
    "Forfait 80 Go à 12,99 € au lieu de 24,99 €, merci",
    "My iPhone 15 Pro Max 256 GB died after 14 months, £1,199 gone",
    "Flight BA2490 was 3 hours late and gate 22 was shut",
    "La télé UE55AU7105KXXC à 449 € chez Darty, réf. produit 402104",
    "Paris, Lyon, Marseille : trois agences Orange, zéro conseiller",
    "The Leroy Merlin app and the John Lewis website both crash",
    "Yves Rocher et Marionnaud font mieux",
    "NE COMMANDEZ JAMAIS ICI, ARNAQUE TOTALE, FUYEZ",
    "Dear Sir or Madam, I was charged twice in May 2024",
    "Madame, Monsieur, je conteste la facture de mars",
    "Monsieur le Directeur, 3 ans client, 2 000 points perdus",
    "compteur à 38 412 kWh contre 35 960 relevés",
    "Note 4/5, 10/10 pour l'accueil, 24/24 et 7/7",
    "J'ai 79 ans et 12 000 euros sur mon livret A à 3 %",
    "1 place de parking pour 2 appartements rue de la Paix",
    "30 minute drive, 2 lane road, then a 5 mile walk",
    "my name is on the account but spelled wrong, and it's broken",
    "my name is misspelled and my last name is missing",
    "je m'appelle pas comme ça et mon nom est écorché partout",
    "le bail est au nom de mon mari et la facture au nom de la société",
    "nom de jeune fille imposé partout, nom de famille composé refusé",
    "c'est monsieur le directeur qui décide",
    "nineteen hundred pound gone, then two thousand five hundred more",
    "deux mille cinq cents euros depuis mille neuf cent quatre vingt dix huit",
    "entre dix et douze heures, vingt trente quarante minutes à attendre",
    "tapez arobase puis point, et la page 192.168.1.1 ne répond pas",
    "@NorviaAir cheers @SwiftMoor, firmware 4.12.100.3 again",
    "Merci beaucoup, Bonne journée",
    "Thanks again, Great service, Highly recommend",
]

NAMED = [
    ("Merci à Sophie du magasin de Vannes, un amour", "fr", ("Sophie",)),
    ("Julie m'a rappelée dans l'heure", "fr", ("Julie",)),
    ("Votre collègue Damien m'avait promis un geste", "fr", ("Damien",)),
    ("Une certaine Laura m'a raccroché au nez", "fr", ("Laura",)),
    ("La responsable, Mme Orsini, n'a rien voulu savoir", "fr", ("Orsini",)),
    ("Reçu par M. Ferrand puis par M. Sauvage", "fr", ("Ferrand", "Sauvage")),
    ("votre technicien là bruno il a tout remis en marche", "fr", ("bruno",)),
    ("Le carton est arrivé ouvert.\nHervé Lanoix", "fr", ("Hervé Lanoix",)),
    ("J'attends votre retour. Cordialement, P. Lacombe", "fr", ("Lacombe",)),
    ("Je vous confie le dossier de Yannick Le Bihan", "fr", ("Yannick Le Bihan",)),
    ("Le contrat est au nom de Brouillard", "fr", ("Brouillard",)),
    ("Grand bravo à Thibault et à Aminata pour leur patience", "fr", ("Thibault", "Aminata")),
    ("bonsoir c'est encore monsieur delcambre", "fr", ("delcambre",)),
    ("Un dénommé Gwendal Kerouanton est passé lundi", "fr", ("Gwendal Kerouanton",)),
    ("MERCI SOPHIE POUR TOUT", "fr", ("SOPHIE",)),
    ("Nadège au rayon parfums ne pousse pas à la vente", "fr", ("Nadège",)),
    ("Thanks to Priya at gate 22, what a star", "en", ("Priya",)),
    ("Diane in the Eastgate branch deserves a raise", "en", ("Diane",)),
    ("Spoke to Hamid about my pension, all done", "en", ("Hamid",)),
    ("A handler named Simone told me to calm down", "en", ("Simone",)),
    ("The adjuster, Mr Fenwick, never rang back", "en", ("Fenwick",)),
    ("Not good enough. Regards, L. Adeyemi", "en", ("Adeyemi",)),
    ("Please sort this out.\nBernard Pocock", "en", ("Bernard Pocock",)),
    ("your lad dylan in the bristol shop was brilliant", "en", ("dylan",)),
    ("the steward, Delroy I think, was wonderful", "en", ("Delroy",)),
    ("mr singh behind the counter helped me", "en", ("singh",)),
    ("Nobody could tell me why. Ruth in lending did", "en", ("Ruth",)),
    ("Hello Kristen, thanks for the quick reply", "en", ("Kristen",)),
    ("They sent the file of Deborah Lyle to my address", "en", ("Deborah Lyle",)),
    ("A girl called Shanice stopped the fraud at once", "en", ("Shanice",)),
]


@pytest.fixture
def personal():
    """(language, text, pieces that must not survive)."""
    return PERSONAL


@pytest.fixture
def ordinary():
    """Texts in which nothing is personal."""
    return ORDINARY


@pytest.fixture
def named():
    """(text, language, names of people that stand in it)."""
    return NAMED
