// Shows the samples that fit the search and the service; both stay in the address.

const search = document.getElementById("gallery-search");
const service = document.getElementById("gallery-service");
const form = document.getElementById("gallery-filters");
const samples = [...document.querySelectorAll(".card-sample")];

const params = new URLSearchParams(location.search);
search.value = params.get("q") || "";
service.value = params.get("service") || "";

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const sample of samples) {
    const fits = (!service.value || sample.dataset.family === service.value) && words.every((word) => sample.dataset.words.includes(word));
    sample.hidden = !fits;
    shown += fits;
  }
  document.getElementById("gallery-count").textContent = `${shown} / ${samples.length}`;
  document.getElementById("gallery-none").hidden = shown > 0;
}

function remember() {
  const now = new URLSearchParams(location.search);
  for (const [name, value] of [["q", search.value], ["service", service.value]]) value ? now.set(name, value) : now.delete(name);
  history.replaceState(null, "", `${location.pathname}${now.size ? `?${now}` : ""}${location.hash}`);
  // The tabs lead to the same samples in another language or on another platform.
  for (const tab of document.querySelectorAll(".tabs a")) {
    const url = new URL(tab.href);
    for (const name of ["q", "service"]) now.get(name) ? url.searchParams.set(name, now.get(name)) : url.searchParams.delete(name);
    tab.href = url.href;
  }
}

function update() {
  filter();
  remember();
}

search.addEventListener("input", update);
service.addEventListener("change", update);
form.addEventListener("submit", (event) => event.preventDefault());
update();
