"""Plain questions → the likeliest commands: full-text search over the compiled models, synonyms, and a second ranking.

"which lambda functions do I have", "람다 함수 목록": `sentence` tells such a text from a mistyped command, `wording`
takes it apart, `ranking` finds the commands, `index` is what the search reads. Nothing here is ever run: what comes
out are commands to be shown. https://www.sqlite.org/fts5.html
"""
