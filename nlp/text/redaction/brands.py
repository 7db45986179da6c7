"""Brands and other proper names that look like people and are never redacted.

Companies are what customers talk about; losing their names would blind the analysis.
"""

from __future__ import annotations

import re

from nlp.text.wordlist import word_set

_BRANDS = r"""
Abercrombie & Fitch|Adidas|Air France|Alain Afflelou|Aldi|Alexa|Allianz|Amazon|American Express
|Amex|Apple|Argos|Asda|Ashley Madison|Auchan|Aviva|AXA|Bang & Olufsen|Bank of America|Barclays
|Ben & Jerry'?s|Best Buy|Black Friday|BlaBlaCar|BNP Paribas|Booking|Boots|Bouygues(?: Telecom)?
|Boulanger|British Airways|British Gas|Burger King|Buffalo Grill|Calvin Klein|Carglass|Caroll
|Carphone Warehouse|Carrefour|Carte Vitale|Castorama|Cdiscount|Century 21|Charles Schwab
|Christian Dior|Christian Louboutin|Chrono ?post|Claire'?s|ClaimBot|Coca[- ]Cola|Colissimo
|Comcast|Conforama|Cortana|Crédit Agricole|Crédit Mutuel|Currys|Cyrillus|Damart|Darty
|David Lloyd|De Fursac|Decathlon|Deliveroo|Dell|Delonghi|Devred|Direct Assurance|Disney(?:land)?
|Dollar General|Domino'?s|Dr\.? ?Martens|Dr\.? ?Oetker|Dr\.? ?Pepper|Duolingo|Dyson
|E\.? ?Leclerc|EasyJet|eBay|EDF|Engie|Enedis|Éram|Eric Bompard|Ernest Hemingway|Etam|Eurostar
|Expedia|Facebook|FedEx|Findus|Flixbus|Fnac|Foot Locker|Ford(?: \w+)?|Franck Provost|Franprix
|Free(?: Mobile)?|Galeries Lafayette|Gap|Gémo|George V|Gérard Darel|Gifi|Giffgaff|Google
|Groupama|Groupon|Gucci|Guy Hoquet|Halfords|Harry Potter|Harvey Nichols|Hello ?Fresh
|Henri Selmer|Hermès|Hertz|Home Depot|Hotpoint|Howard Johnson|HP|HSBC|Hugo Boss|Ikea|Indeed
|Instagram|Intermarché|Intersport|J\.? ?Crew|Jack (?:&|and) Jones|Jack Daniel'?s|Jacques Vabre
|Jardiland|Jean Caby|Jean Coutu|Jean Louis David|Jean-Louis David|Jean Paul Gaultier|Jennyfer
|Jimmy Choo|John Deere|John Lewis|Johnson (?:&|and) Johnson|JP ?Morgan|Just Eat|Karl Lagerfeld
|Kate Spade|Kenzo|Kiabi|Kinder Bueno|KLM|Kohl'?s|La Banque Postale|La Halle|La Poste|La Redoute
|Lacoste|Lancel|Lancôme|Lapeyre|Leboncoin|Leclerc|Lenovo|Leonardo Hotels?|Leroy[- ]Merlin
|Levi'?s|Lidl|Linda Farrow|LinkedIn|Lloyds(?: Bank)?|Louis Pion|Louis Vuitton|Lufthansa
|Lulu(?:lemon)?|Macif|Macy'?s|Madame Tussauds|Maif|Maisons? du Monde|Marc Jacobs|Marc Orian
|Marie Blachère|Marie Brizard|Marie Claire|Marionnaud|Marks (?:&|and) Spencer|Marriott|Martini
|Massimo Dutti|Master ?Card|Matmut|Max Mara|Maxim'?s|McDonald'?s|Mercedes(?:[- ]Benz)?
|Merrill Lynch|Messenger|Michael Kors|Michel et Augustin|Michelin|Microsoft|Milka|MMA|Molly Maid
|Monoprix|Mon(?:sieur|\.) ?Bricolage|Mr\.? ?Bricolage|M\.? ?Bricolage|Mr\.? ?Kipling
|Mr\.? ?Price|Monsieur Meuble|Monsieur Cuisine|Morgan Stanley|Mother'?s Day|Moulinex|MyHermes
|N26|Nationwide|Nespresso|Netflix|Nina Ricci|Nike|Nintendo|Nissan|Norauto|O2|Octopus(?: Energy)?
|Old Navy|Oliver Bonas|Orange|Oscar Mayer|Ouigo|Ouibus|Oxford Street|Paco Rabanne|Papa John'?s
|Patrick Roger|Paul Smith|Pay[Pp]al|Peter Jones|Petit Bateau|Pierre (?:&|et) Vacances|Pimkie
|Pizza Hut|Playmobil|PlayStation|Pôle Emploi|Post Office|Prada|Primark|Promod|Qonto|Quick
|Ralph Lauren|Ray[- ]?Ban|Renault|Revolut|Robert Bosch|Roger Vivier|Roland Garros|Rolls[- ]Royce
|Rosetta Stone|Rowenta|Royal Mail|Ryanair|Sainsbury'?s|Saint Algue|Sam'?s Club|Samsung|Santander
|Sarah Lee|Sara Lee|Sarenza|Sears|Sephora|SFR|Siri|Skoda|Sky|Snapchat|SNCF|Société Générale|Sosh
|Spotify|Square Habitat|Starbucks|Stella Artois|Stéphane Plaza|Stella McCartney|Steve Madden
|Super U|T[- ]?Mobile|Ted Baker|Teddy Smith|Terry'?s|Tesco|Tesla|Thalys|Thomas Cook|Thomas Pink
|Ticketmaster|Tiffany(?: (?:&|and) Co)?|Tim Hortons|Tommy Hilfiger|Tom Ford|Tom ?Tom|Toyota
|Trader Joe'?s|Trainline|Trustpilot|Twitter|Uber(?: ?Eats)?|Uncle Ben'?s|UPS|Veolia|Verizon
|Victoria'?s Secret|Vinted|Virgin(?: (?:Media|Mobile|Atlantic|Money|Trains))?|Visa|Vodafone
|Volkswagen|Wal-?mart|Walt Disney|Walgreens|Warner Bros|Waterstones|Wayfair|Wells Fargo|Wendy'?s
|Wetherspoons?|WhatsApp|Whirlpool|William Hill|Xavier Niel|Yves Rocher|Yves Saint Laurent
|Zalando|Zara|Zelle|Chase(?: Bank)?|Synchrony(?: Bank)?|Ocwen|Experian|Equifax|TransUnion
|Capital One|Citi(?:bank|group)?|Discover(?: Card)?|Klarna|Venmo|Coinbase|Robinhood|Navient
|Doctissimo|Malakoff|Agirc|Arrco|Marianne|Covid|Father Christmas|Santa Claus|Père Noël
|Saint[- ]Nicolas|Notre[- ]Dame|Val de Marne|Trust Pilot|Parcours Sup|Ameli|Doctolib
|France Travail|France Connect|Action Logement|Mondial Relay|Relais Colis|Google Play|App Store
|Face ID|Roth(?: IRA)?|Ombudsman|Valentine'?s(?: Day)?|Saint[- ]Valentin
"""

BRAND = re.compile(
    rf"(?<!\w)(?:{''.join(line.strip() for line in _BRANDS.strip().splitlines())})(?!\w)"
)
"""Matches a brand as it is written, capitals included."""

ORGANISATION_WORDS = word_set(
    """
    agence airlines airways air app assistance assurance assurances atelier atlantic auto banque
    bank bay branch bridge cabinet caisse card care cars centre center clinique club co company
    compagnie conseil corporation credit credits departement depot direct distribution eaux eau
    energie energies energy express fibre finance financial france gare gas group groupe habitat
    helpdesk home hospital hotel hopital house immobilier inc insights insurance international
    internet lane lines line logistics ltd mairie maison market marketplace mobile mutual
    mutuelle network office paris park plateforme plus plc post poste power premium pro rail
    road service services shop societe sarl station store street studio support sante sas team
    telecom telecoms town transport trust university usine utilities villa voyages water airport
    college school church north south east west royal saint sainte st ste mont port fort new old
    porte place pont rue avenue boulevard quai square chemin
    """
)
"""Words that mark a name as an organisation's or a place's; accents folded."""
