document.body.append("Matinee");
