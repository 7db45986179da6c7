"""The words of the definitions, in French and English."""

from __future__ import annotations

from nlp.types import Texts

NAMES: dict[str, Texts] = {
    "contact_cost": {"fr": "Coût des contacts", "en": "Cost of contacts"},
    "churn_effect": {
        "fr": "Effet sur le départ sous {days} jours",
        "en": "Effect on leaving within {days} days",
    },
    "revenue_at_risk": {"fr": "Chiffre d’affaires à risque", "en": "Revenue at risk"},
    "margin_at_risk": {"fr": "Marge à risque", "en": "Margin at risk"},
    "repurchase_rate": {
        "fr": "Taux de réachat sous {days} jours",
        "en": "Repurchase rate within {days} days",
    },
    "repurchase_effect": {
        "fr": "Effet sur le réachat sous {days} jours",
        "en": "Effect on repurchase within {days} days",
    },
    "repurchase_amount": {
        "fr": "Réachats par client sous {days} jours",
        "en": "Repurchases per customer within {days} days",
    },
    "won_back": {"fr": "Clients reconquis", "en": "Customers won back"},
    "won_back_rate": {
        "fr": "Part des clients à risque restés",
        "en": "Share of customers at risk who stayed",
    },
    "won_back_value": {"fr": "Valeur des clients reconquis", "en": "Value of customers won back"},
    "stay_compared": {
        "fr": "Part restée dans le groupe de comparaison",
        "en": "Share that stayed in the comparison group",
    },
    "stay_gap": {
        "fr": "Écart avec le groupe de comparaison",
        "en": "Difference from the comparison group",
    },
    "sale_rate": {
        "fr": "Part des clients avec une vente additionnelle",
        "en": "Share of customers with an additional sale",
    },
    "sale_amount": {
        "fr": "Ventes additionnelles après un contact",
        "en": "Additional sales after a contact",
    },
    "service_cost": {"fr": "Coût du service", "en": "Cost of the service"},
    "gained": {"fr": "{money} gagnés", "en": "Money gained"},
    "saved": {"fr": "{money} sauvegardés", "en": "Money saved"},
    "roi": {"fr": "Retour sur investissement", "en": "Return on investment"},
}

FORMULAS: dict[str, Texts] = {
    "contact_cost": {
        "fr": "somme, sur les contacts, du coût d’un contact sur leur canal",
        "en": "sum over contacts of the cost of a contact on their channel",
    },
    "churn_effect": {
        "fr": "écart de la part de clients partis dans les {days} jours après le contact, entre "
        "contacts pareils par ailleurs (autres irritants, canal, langue, segment, semaine)",
        "en": "difference in the share of customers who left within {days} days of the contact, "
        "between contacts otherwise alike (other irritants, channel, language, segment, week)",
    },
    "revenue_at_risk": {
        "fr": "effet sur le départ × chiffre d’affaires annuel des clients qui en ont parlé, "
        "chaque client une fois",
        "en": "effect on leaving × yearly revenue of the customers who mentioned it, each "
        "customer once",
    },
    "margin_at_risk": {
        "fr": "effet sur le départ × marge annuelle des clients qui en ont parlé, chaque client "
        "une fois",
        "en": "effect on leaving × yearly margin of the customers who mentioned it, each customer "
        "once",
    },
    "repurchase_rate": {
        "fr": "part des clients qui rachètent dans les {days} jours après leur premier contact "
        "de la période (qui en parle)",
        "en": "share of customers who buy again within {days} days of their first contact of the "
        "period (that mentions it)",
    },
    "repurchase_effect": {
        "fr": "écart de la part de contacts suivis d’un réachat sous {days} jours, entre contacts "
        "pareils par ailleurs (autres irritants, canal, langue, segment, semaine)",
        "en": "difference in the share of contacts followed by a repurchase within {days} days, "
        "between contacts otherwise alike (other irritants, channel, language, segment, week)",
    },
    "repurchase_amount": {
        "fr": "montant racheté dans les {days} jours après ce premier contact, en moyenne par "
        "client, 0 pour qui ne rachète pas",
        "en": "amount bought again within {days} days of that first contact, mean over "
        "customers, 0 for who does not buy",
    },
    "won_back": {
        "fr": "clients à risque qui ont pris contact et sont encore clients {days} jours après",
        "en": "customers at risk who made contact and still are customers {days} days after",
    },
    "won_back_rate": {
        "fr": "clients reconquis / clients à risque dont la fenêtre est terminée",
        "en": "customers won back / customers at risk whose window is over",
    },
    "won_back_value": {
        "fr": "somme de la marge annuelle (à défaut, du chiffre d’affaires) des clients reconquis",
        "en": "sum of the yearly margin (revenue for lack of it) of the customers won back",
    },
    "stay_compared": {
        "fr": "part des clients à risque (score de l’entreprise) sans contact encore clients "
        "{days} jours après, en moyenne sur les jours de contact de ceux qui ont pris contact",
        "en": "share of customers at risk (company’s score) without contact who still are "
        "customers {days} days after, mean over the days of contact of those who made contact",
    },
    "stay_gap": {
        "fr": "part restée parmi les clients à risque (score) qui ont pris contact − part restée "
        "dans le groupe de comparaison",
        "en": "share that stayed among customers at risk (score) who made contact − share that "
        "stayed in the comparison group",
    },
    "sale_rate": {
        "fr": "part des clients avec une vente additionnelle dans les {days} jours après un de "
        "leurs contacts",
        "en": "share of customers with an additional sale within {days} days of one of their "
        "contacts",
    },
    "sale_amount": {
        "fr": "somme des ventes additionnelles dans les {days} jours après un contact, chaque "
        "vente une fois",
        "en": "sum of additional sales within {days} days of a contact, each sale once",
    },
    "service_cost": {
        "fr": "coût annuel du service × jours couverts / 365,25\u00a0; à défaut, somme des coûts "
        "des contacts",
        "en": "yearly cost of the service × days covered / 365.25; for lack of it, sum of the "
        "costs of contacts",
    },
    "gained": {
        "fr": "ventes additionnelles × taux de marge",
        "en": "additional sales × margin rate",
    },
    "saved": {
        "fr": "avec un groupe de comparaison, écart × valeur annuelle des clients à risque "
        "(score) qui ont pris contact\u00a0; sans lui, valeur des clients reconquis",
        "en": "with a comparison group, difference × yearly value of the customers at risk "
        "(score) who made contact; without one, value of the customers won back",
    },
    "roi": {
        "fr": "(gagnés + sauvegardés − coût) / coût, sur les contacts dont la fenêtre est terminée",
        "en": "(gained + saved − cost) / cost, over the contacts whose window is over",
    },
}

ASSUMPTIONS: dict[str, Texts] = {
    "full_cost": {
        "fr": "le coût entier d’un contact compte sous chacun de ses irritants",
        "en": "the whole cost of a contact counts under each of its irritants",
    },
    "stated_costs": {
        "fr": "les coûts par canal sont ceux que l’entreprise donne",
        "en": "costs by channel are those the company states",
    },
    "joint": {
        "fr": "une association à contexte égal, pas une preuve de cause",
        "en": "an association with context held equal, not a proof of cause",
    },
    "observed": {
        "fr": "un client du fichier sans date de départ est encore client",
        "en": "a customer of the file without date of leaving still is a customer",
    },
    "one_year": {
        "fr": "un client qui part emporte une année de ce qu’il rapporte, un client qui reste en "
        "vaut une",
        "en": "a customer who leaves takes one year of their value away, one who stays is worth "
        "one",
    },
    "same_effect": {
        "fr": "l’effet est le même pour les petits et les grands clients",
        "en": "the effect is the same for small and large customers",
    },
    "next_day": {
        "fr": "un achat compte à partir du lendemain du contact",
        "en": "a purchase counts from the day after the contact",
    },
    "same_day": {
        "fr": "une vente compte à partir du jour du contact",
        "en": "a sale counts from the day of the contact",
    },
    "not_caused": {
        "fr": "ce qui suit un contact n’en est pas forcément l’effet",
        "en": "what follows a contact is not necessarily its effect",
    },
    "caused": {
        "fr": "chaque vente additionnelle après un contact lui est due\u00a0: une borne haute",
        "en": "each additional sale after a contact is due to it: an upper bound",
    },
    "upper": {
        "fr": "chaque client à risque resté l’est grâce au contact\u00a0: une borne haute",
        "en": "each customer at risk who stayed did so because of the contact: an upper bound",
    },
    "risk_known": {
        "fr": "un client est à risque par le signal d’intention de départ, par le score de "
        "l’entreprise ou parce que le service dit l’avoir retenu",
        "en": "a customer is at risk by the signal of churn intent, by the company’s score, or "
        "because the service says it retained them",
    },
    "alike": {
        "fr": "à risque égal, ceux qui prennent contact seraient restés aussi souvent que les "
        "autres",
        "en": "at equal risk, those who make contact would have stayed as often as the others",
    },
    "same_days": {
        "fr": "le groupe de comparaison est suivi depuis les mêmes jours, parmi ses clients "
        "encore présents ce jour-là",
        "en": "the comparison group is followed from the same days, among those of it who still "
        "are customers on that day",
    },
    "saved_kind": {
        "fr": "une borne haute sans groupe de comparaison",
        "en": "an upper bound without a comparison group",
    },
    "prorated": {
        "fr": "le coût annuel se répartit également sur l’année",
        "en": "the yearly cost spreads evenly over the year",
    },
    "apart": {
        "fr": "gagnés et sauvegardés ne se recoupent pas, les réachats ne comptent dans aucun des "
        "deux",
        "en": "gained and saved do not overlap, repurchases count in neither",
    },
    "spent": {
        "fr": "aucun\u00a0: le coût est pris tel quel",
        "en": "none: the cost is taken as it is",
    },
    "poisson": {
        "fr": "les clients viennent indépendamment les uns des autres (Poisson composé, Fay et "
        "Feuer)",
        "en": "customers come independently of each other (compound Poisson, Fay and Feuer)",
    },
    "linear": {
        "fr": "Student, variance CR3 par client, jamais plus étroit que celui de Wilson",
        "en": "Student, CR3 variance by customer, never narrower than Wilson’s",
    },
    "product": {
        "fr": "produit d’un effet (ou d’un écart) et d’une somme sur les clients, tous deux "
        "incertains (PropImp)",
        "en": "product of an effect (or a difference) and of a sum over customers, both "
        "uncertain (PropImp)",
    },
    "saved_interval": {
        "fr": "celui de la valeur des clients reconquis\u00a0; avec un groupe de comparaison, "
        "produit de l’écart et de cette somme, tous deux incertains (PropImp)",
        "en": "that of the value of customers won back; with a comparison group, product of the "
        "difference and of that sum, both uncertain (PropImp)",
    },
    "wilson": {"fr": "Wilson, par client", "en": "Wilson, by customer"},
    "wilson_effective": {
        "fr": "Wilson, pour le nombre de clients que l’estimation vaut",
        "en": "Wilson, for the number of customers the estimate is worth",
    },
    "newcombe": {
        "fr": "différence de deux parts indépendantes (Newcombe)",
        "en": "difference of two independent shares (Newcombe)",
    },
    "hall": {
        "fr": "moyenne d’une distribution asymétrique (Hall), à partir de 10 clients",
        "en": "mean of a skewed distribution (Hall), from 10 customers on",
    },
    "mover": {
        "fr": "ceux des gagnés et des sauvegardés, réunis (MOVER)\u00a0; le coût est pris tel quel",
        "en": "those of gained and saved, joined (MOVER); the cost is taken as it is",
    },
}
