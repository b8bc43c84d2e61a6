# syntax=docker/dockerfile:1
# The shop:        docker build -t blazorshop .
# A demo of it:    docker build -t blazorshop-demo --build-arg PAYMENTS_SANDBOX=true .
# Only the demo holds the payments sandbox; the shop's image is built without its code.
ARG PAYMENTS_SANDBOX=false

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG PAYMENTS_SANDBOX
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY BlazorShop/BlazorShop.csproj BlazorShop/packages.lock.json BlazorShop/
RUN dotnet restore BlazorShop --locked-mode -p:PaymentsSandbox=$PAYMENTS_SANDBOX
COPY BlazorShop/ BlazorShop/
RUN dotnet publish BlazorShop --configuration Release --no-restore --output /app -p:PaymentsSandbox=$PAYMENTS_SANDBOX

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS shop
WORKDIR /app
COPY --from=build /app ./
# Database file, mails without a server, nothing else: the rest of the image may be read-only.
RUN mkdir App_Data && chown "$APP_UID" App_Data
VOLUME /app/App_Data
USER $APP_UID
EXPOSE 8080
# The image has no program that speaks HTTP but the shop itself.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["dotnet", "BlazorShop.dll", "--health"]
ENTRYPOINT ["dotnet", "BlazorShop.dll"]

FROM shop AS sandbox-false

FROM shop AS sandbox-true
ENV ASPNETCORE_ENVIRONMENT=Demo Payments__Mode=Sandbox Catalog__Seed=Demo

FROM sandbox-${PAYMENTS_SANDBOX}
