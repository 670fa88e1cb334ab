"""A firm's time and invoices, and the money it holds for clients."""

from django.urls import path

from caseapp.api.views import billing, trust

urlpatterns = [
    path("case-files/<reference:reference>/time/", billing.TimeEndpoint.as_view(), name="case_file_time"),
    path("case-files/<reference:reference>/clock/", billing.ClockEndpoint.as_view(), name="case_file_clock"),
    path(
        "case-files/<reference:reference>/disbursements/",
        billing.DisbursementsEndpoint.as_view(),
        name="case_file_disbursements",
    ),
    path("invoices/", billing.InvoicesEndpoint.as_view(), name="invoices"),
    path("invoices/<reference:reference>/", billing.InvoiceEndpoint.as_view(), name="invoice"),
    path("invoices/<reference:reference>/content/", billing.InvoiceContentEndpoint.as_view(), name="invoice_content"),
    path(
        "invoices/<reference:reference>/transitions/",
        billing.InvoiceTransitionsEndpoint.as_view(),
        name="invoice_transitions",
    ),
    path("trust-ledgers/", trust.TrustLedgersEndpoint.as_view(), name="trust_ledgers"),
    path("trust-ledgers/<reference:reference>/", trust.TrustLedgerEndpoint.as_view(), name="trust_ledger"),
    path(
        "trust-ledgers/<reference:reference>/reversals/",
        trust.TrustReversalsEndpoint.as_view(),
        name="trust_reversals",
    ),
    path(
        "trust-ledgers/<reference:reference>/payments/",
        trust.LedgerPaymentsEndpoint.as_view(),
        name="ledger_payments",
    ),
    path("trust-payments/<reference:reference>/", trust.TrustPaymentEndpoint.as_view(), name="trust_payment"),
    path(
        "trust-payments/<reference:reference>/transitions/",
        trust.TrustPaymentTransitionsEndpoint.as_view(),
        name="trust_payment_transitions",
    ),
    path("reconciliations/", trust.ReconciliationsEndpoint.as_view(), name="reconciliations"),
]
