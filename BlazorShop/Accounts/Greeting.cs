using BlazorShop.Mail;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BlazorShop.Accounts;

/// <summary>Tells whoever started a development shop where it is and how to get in. Printed, not logged: logs hold no logins.</summary>
internal sealed class Greeting(IServer server, IServiceScopeFactory scopes, IMailTransport mail) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses is not { Count: > 0 } addresses)
            return;
        var home = addresses.First().TrimEnd('/');
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        List<string> lines = [$"BlazorShop is at   {string.Join("  ", addresses)}"];
        if (await users.FindByEmailAsync(DemoLogins.StaffEmail) is { } staff && await users.IsInRoleAsync(staff, Policies.StaffRole))
            lines.Add($"Staff login        {DemoLogins.StaffEmail} / {DemoLogins.StaffPassword}   ({home}/admin)");
        if (await users.FindByEmailAsync(DemoLogins.CustomerEmail) is not null)
            lines.Add($"Customer login     {DemoLogins.CustomerEmail} / {DemoLogins.CustomerPassword}");
        lines.Add($"Emails go to       {mail.Destination}");
        Console.WriteLine($"\n  {string.Join("\n  ", lines)}\n");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
