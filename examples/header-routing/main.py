from cdk8s import App, Chart
from cdk8s_istio import HeaderMatch, HeaderRoute, HeaderRoutedService, HttpMatch, ServicePort, ServiceVersion

app = App()
chart = Chart(app, "bookinfo", namespace="bookinfo")

v1 = ServiceVersion.image("v1", "myregistry.io/reviews:v1.0.0", replicas=3)
v2 = ServiceVersion.image("v2", "myregistry.io/reviews:v2.0.0", replicas=1)
v3 = ServiceVersion.image("v3", "myregistry.io/reviews:v3.0.0", replicas=1)

HeaderRoutedService(
    chart, "reviews",
    ports=[ServicePort.http(8080)],
    versions=[v1, v2, v3],
    default_version=v1,
    routes=[
        HeaderRoute(name="staff", match=[HttpMatch.header(HeaderMatch.exact("x-group", "staff"))], version=v3),
        HeaderRoute(
            name="beta",
            match=[
                HttpMatch.header(HeaderMatch.exact("x-canary", "true")),
                HttpMatch.header(HeaderMatch.cookie("beta_user", "true")),
            ],
            version=v2,
        ),
    ],
)

app.synth()
