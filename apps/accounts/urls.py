from django.urls import include, path

from apps.accounts import closing_views, views

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
    path("accounts/", include("allauth.urls")),
]
