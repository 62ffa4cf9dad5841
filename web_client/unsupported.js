// For browsers too old for modules: the only script that they run.

const trouble = document.getElementById("trouble");
if (trouble) trouble.textContent = "This browser is too old for this page. Use a current Firefox, Chrome, Edge or Safari.";
