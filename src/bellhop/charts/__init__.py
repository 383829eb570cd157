"""An alarm's chart: which one it is, how AWS is asked to draw it, and how it is drawn here where AWS does not. Pure."""
