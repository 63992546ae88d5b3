// Runs before the first paint: style sheets may now count on JavaScript.
document.documentElement.classList.replace("no-js", "js");
