from django.conf import settings
from django.urls import include, path

from apps.accounts import closing_views, factor_views, social_views, views

urlpatterns = [
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/activity/", views.activity, name="account_activity"),
    path("accounts/close/", closing_views.close_after_proof, name="account_close"),
    path("accounts/closing/", closing_views.closing, name="account_closing"),
    # allauth's own forms at allauth's own places, found before allauth's because they are counted.
    path("accounts/signup/", views.sign_up, name="account_signup"),
    path("accounts/login/", views.sign_in, name="account_login"),
    path("accounts/login/code/", views.send_login_code, name="account_request_login_code"),
    path("accounts/login/code/confirm/", views.enter_login_code, name="account_confirm_login_code"),
    path("accounts/confirm-email/", views.enter_address_code, name="account_email_verification_sent"),
    path("accounts/password/reset/", views.send_reset_code, name="account_reset_password"),
    path("accounts/password/reset/confirm/", views.enter_reset_code, name="account_confirm_password_reset_code"),
    path("accounts/reauthenticate/", views.sign_in_again, name="account_reauthenticate"),
    path("accounts/password/change/", views.change_password, name="account_change_password"),
    path("accounts/password/set/", views.set_password, name="account_set_password"),
    path("accounts/email/", views.change_address, name="account_email"),
    path("accounts/sessions/", views.signed_in_devices, name="usersessions_list"),
    path("accounts/2fa/", factor_views.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", factor_views.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", factor_views.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", factor_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/", factor_views.recovery_codes_page, name="mfa_view_recovery_codes"),
    path("accounts/2fa/recovery-codes/generate/", factor_views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "accounts/2fa/recovery-codes/download/",
        factor_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("accounts/2fa/webauthn/", factor_views.list_passkeys, name="mfa_list_webauthn"),
    path("accounts/2fa/webauthn/add/", factor_views.add_passkey, name="mfa_add_webauthn"),
    path("accounts/2fa/webauthn/login/", factor_views.login_by_passkey, name="mfa_login_webauthn"),
    path(
        "accounts/2fa/webauthn/reauthenticate/",
        factor_views.reauthenticate_by_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/2fa/webauthn/keys/<int:pk>/edit/", factor_views.edit_passkey, name="mfa_edit_webauthn"),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", factor_views.drop_passkey, name="mfa_remove_webauthn"),
    *(address for provider in settings.SOCIALACCOUNT_PROVIDERS for address in social_views.addresses(provider)),
    path("accounts/3rdparty/", social_views.connections, name="socialaccount_connections"),
    path("accounts/3rdparty/signup/", social_views.sign_up, name="socialaccount_signup"),
    path("accounts/", include("allauth.urls")),
]
