from __future__ import annotations

import pytest

from tests.app.conftest import html_of


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", ["irritants", "verbatims", "imports"])
def test_page_draws_without_error(explorer, page, lang):
    app = explorer(page, lang)
    assert not app.exception
    print(html_of(app)[:3000])
