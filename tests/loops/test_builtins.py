from bellhop.builtins import builtins, find_builtin


def test_every_built_in_says_what_it_is_in_both_languages() -> None:
    for name, module in builtins().items():
        english, korean = module.SUMMARY
        assert english
        assert any("\uac00" <= letter <= "\ud7a3" for letter in korean), name


def test_the_name_is_taken_off_and_the_rest_kept_as_it_was_said() -> None:
    found = find_builtin('  HELP  lambda  "a  b" ')
    assert found is not None
    assert found[0].NAME == "help"
    assert found[1] == 'lambda  "a  b"'


def test_an_empty_text_is_a_call_for_help() -> None:
    found = find_builtin("  ")
    assert found is not None
    assert found[0].NAME == "help"


def test_anything_else_is_none() -> None:
    assert find_builtin("lambda list-functions") is None
