// What a script adds to the register's pages: short addresses after filtering, and copying a page's address.

const form = document.getElementById("filters");
form?.addEventListener("submit", () => {
  const empty = [...form.elements].filter((field) => field.name && !field.value);
  for (const field of empty) field.disabled = true; // what is not asked stays out of the address
  setTimeout(() => empty.forEach((field) => (field.disabled = false)));
});
addEventListener("pageshow", () => {
  for (const field of form?.elements ?? []) field.disabled = false; // back from the list it led to
});

const copy = document.getElementById("copy");
if (copy) {
  const address = document.getElementById("address");
  const said = document.getElementById("copy-said");
  const label = copy.textContent;
  copy.hidden = false;
  address.addEventListener("focus", () => address.select());
  copy.addEventListener("click", async () => {
    const done = await copied(address);
    copy.textContent = said.textContent = done ? copy.dataset.copied : copy.dataset.failed;
    setTimeout(() => (copy.textContent = label), 2500);
  });
}

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value); // absent outside https and localhost
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
