from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in: e-mail, password, second factors, sessions."""

    name = "accounts"
