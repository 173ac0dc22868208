// Entry of the field app; its screens come from modules/*/field.
document.title = document.title;
