"""What contacts cost and bring in, in money: per irritant, and for the service as a whole.

Definitions, wherever the figures stand:

- The window: the days after a contact (90 by default) within which what a customer does is set
  against it. Contacts whose window is not over, whose customer is not in the company's file,
  or who had already left are left out and counted.
- ``churn_effect``: difference in the share of customers who leave within the window, between
  contacts alike in all other irritants and the controls (:mod:`nlp.drivers`).
- ``revenue_at_risk`` = that effect x the yearly revenue of the customers who mention the irritant.
- ``won_back``: customers at risk who made contact and still are customers after the window; an
  upper bound unless customers at risk without contact stand beside.
- Return on investment = (gained + saved - cost) / cost; gained comes from additional sales,
  saved from customers who stay, and repurchases are in neither.
- A figure whose column is missing is absent and names the column.

Intervals are at 95 %, by customer; each figure's definition says which, and what it assumes.
"""

from nlp.value.book import LONGEST_WINDOW, ValueOptions
from nlp.value.compute import CONTROLS, ValueReport, compute_value
from nlp.value.costs import Costs, load_costs
from nlp.value.customers import Customers, gather_customers, read_customers
from nlp.value.definitions import SPECS, Definition, Subject, Unit
from nlp.value.figures import FIGURE_COLUMNS, Absent, Group
from nlp.value.money import format_money
from nlp.value.notes import Note

__all__ = [
    "CONTROLS",
    "FIGURE_COLUMNS",
    "LONGEST_WINDOW",
    "SPECS",
    "Absent",
    "Costs",
    "Customers",
    "Definition",
    "Group",
    "Note",
    "Subject",
    "Unit",
    "ValueOptions",
    "ValueReport",
    "compute_value",
    "format_money",
    "gather_customers",
    "load_costs",
    "read_customers",
]
