"""The public register and what is written for it."""

from django.urls import path

from caseapp.api.views import reference, register

urlpatterns = [
    path("register/fines/", reference.RegisterFinesEndpoint.as_view(), name="register_fines"),
    path("register/decisions/", register.RegisterDecisionsEndpoint.as_view(), name="register_decisions"),
    path("register/orders/", register.RegisterOrdersEndpoint.as_view(), name="register_orders"),
    path("register/copies/", register.RegisterCopiesEndpoint.as_view(), name="register_copies"),
    path("public-texts/", register.PublicTextsEndpoint.as_view(), name="public_texts"),
    path(
        "public-texts/<reference:reference>/transitions/",
        register.PublicTextTransitionsEndpoint.as_view(),
        name="public_text_transitions",
    ),
    path(
        "investigations/<reference:reference>/publication/",
        register.DecisionPublicationEndpoint.as_view(),
        name="decision_publication",
    ),
    path(
        "investigations/<reference:reference>/reply/",
        register.DecisionReplyEndpoint.as_view(),
        name="decision_reply",
    ),
    path("register/statistics/", reference.RegisterStatisticsEndpoint.as_view(), name="register_statistics"),
    path(
        "fines/<reference:reference>/publication/",
        register.FinePublicationEndpoint.as_view(),
        name="fine_publication",
    ),
    path(
        "compliance-orders/<reference:reference>/publication/",
        register.OrderPublicationEndpoint.as_view(),
        name="order_publication",
    ),
]
