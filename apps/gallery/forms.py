from django import forms


class PublishForm(forms.Form):
    title = forms.CharField(max_length=70, required=False)
    alt_text = forms.CharField(max_length=300, required=False)
    visibility = forms.ChoiceField(
        choices=[("public", "In the gallery"), ("unlisted", "Anyone with the link")], required=False
    )
