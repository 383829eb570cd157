"""A template can neither reach out, nor run long, nor say too much; what it puts in is never markup."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError

from bellhop.templating.sandbox import Rendered, Text

NAMES: dict[str, Any] = {"a": {}, "d": "va*lue", "l": [{"y": 1}, {"y": "z"}], "long": "x" * 200_000, "f": {"items": 7}}


def render(source: str) -> Rendered:
    return Text(source, NAMES).render(NAMES)


def tried(source: str) -> str:
    """What is shown, nothing if it is refused."""
    try:
        return render(source).plain
    except Exception:  # noqa: BLE001  # whatever it is, the standard layout is shown
        return ""


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ a.b.c }}-", "-"),
        ("{% for x in l %}{{ loop.index }}{{ x.y }} {% endfor %}", "11 2z "),
        ("{{ d ~ 3.0 ~ l }}", 'va*lue3[{"y": 1}, {"y": "z"}]'),
        ("{{ l | map(attribute='y') | join(', ') }}", "1, z"),
        ("{{ d | urlencode }} {{ l | tojson }}", 'va%2Alue [{"y": 1}, {"y": "z"}]'),
        ("{{ 2 * 3 + 1 }} {{ 7 // 2 }} {{ d.startswith('va') }}", "7 3 true"),
        ("{% set x %}*{{ d }}*{% endset %}{{ x }}", "*va*lue*"),
        ("{% macro bold(t) %}*{{ t }}*{% endmacro %}{{ bold(d) }}", "*va*lue*"),
        ("{{ d | replace('va', 'b') }}{{ f.items }}", "b*lue7"),
    ],
)
def test_what_people_write_works(source: str, shown: str) -> None:
    assert render(source).plain == shown


def test_values_stand_apart_from_the_templates_own_text() -> None:
    rendered = render("*{{ d }}*")
    assert rendered.values == ("va*lue",)
    assert "va" not in rendered.text
    assert rendered.text.startswith("*")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1] }}",
        "{{ a.__class__() }}",
        "{{ d.format(1) }}",
        "{{ d.ljust(1000000000) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{{ '%999999999d' % 3 }}",
        "{{ range(1000000000) | list | length }}",
        "{% for i in range(1000) %}{% for j in range(1000) %}{{ i }}{% endfor %}{% endfor %}",
        "{% for i in range(1000) %}{% for j in range(1000) %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ long | replace('x', long) | length }}",
        "{% for i in range(99) %}{% set x = long ~ l %}{% endfor %}",
        "{{ long }}",
        "{% for i in range(1000) %}{{ d }}{{ d }}{{ d }}{{ d }}{{ d }}{{ d }}{% endfor %}",
        "{% for i in range(1000) %}a line of the template's own{% endfor %}",
    ],
)
def test_what_would_harm_is_refused_soon(source: str) -> None:
    began = time.process_time()
    assert tried(source) == ""
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n{{ nope }}", 2),
        ("a\n\n{% if %}", 3),
        ("{% include 'x' %}", 1),
        ("{% import 'x' as y %}", 1),
        ("{{ d | e }}", 1),
    ],
)
def test_mistakes_are_found_when_it_is_read(source: str, line: int) -> None:
    with pytest.raises(TemplateSyntaxError) as found:
        Text(source, NAMES)
    assert found.value.lineno == line


@given(st.text(max_size=200))
def test_whatever_a_value_is_it_comes_out_as_it_went_in(value: str) -> None:
    rendered = Text("*{{ d }}* <https://a.example|{{ d }}>", {"d"}).render({"d": value})
    assert rendered.values == ((value, value) if value else ("", ""))
