// Brings the page to its top when another place is shown: Streamlit keeps the scroll position.

let shown = null;

export default function ({ data }) {
  if (shown !== null && shown !== data) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  }
  shown = data;
}
