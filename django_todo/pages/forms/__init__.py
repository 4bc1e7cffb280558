"""The forms of the pages: ModelForms, with the models and validators that the API uses too."""
