using System.Collections;
using System.Net;
using System.Reflection;
using System.Security.Claims;
using BlazorShop.Accounts;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Admin;
using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Foreign;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Mono.Cecil;

namespace BlazorShop.Tests.Admin;

/// <summary>Rights that were taken away are gone at the next command, whatever an open page still claims.</summary>
public sealed class StaffRightsTests : IAsyncLifetime
{
    private readonly List<TestDatabase> made = [];

    public enum Loss
    {
        RoleTaken,
        Locked,
        PasswordChanged,
        Erased,
    }

    /// <summary>Who asks about staff without being a command of theirs.</summary>
    private static readonly Type[] askers =
    [
        typeof(StaffGuard), typeof(StaffAccounts), typeof(StaffSecondFactor), typeof(ShopSignInManager), typeof(Logins), typeof(CircuitLogin),
        typeof(OpenWork), typeof(NoOpenWork),
    ];

    public static TheoryData<Loss, DatabaseProvider> Losses
    {
        get
        {
            var all = new TheoryData<Loss, DatabaseProvider>();
            foreach (var loss in Enum.GetValues<Loss>())
            {
                all.Add(loss, DatabaseProvider.Sqlite);
                if (TestServers.NoSkip || TestServers.Find(DatabaseProvider.Postgres) is not null)
                    all.Add(loss, DatabaseProvider.Postgres);
            }

            return all;
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var database in made)
            await database.DisposeAsync();
    }

    [Theory, MemberData(nameof(Losses))]
    public async Task No_command_of_an_open_page_works_after_its_owner_lost_the_right(Loss loss, DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var targets = await TargetsAsync(counter);
        var eve = await counter.Shop.StaffAsync();
        Assert.NotNull(await counter.Shop.Get<OrderAdmin>().FindAsync(eve, targets.Order.Number, default));
        await LoseAsync(counter.Shop, Staff.Eve, loss);
        await using var db = counter.Shop.Db();
        var before = await EverythingAsync(db);

        var commands = Commands().ToList();
        var went = new List<string>();
        foreach (var command in commands)
        {
            if (!await IsRefusedAsync(counter.Shop, command, eve, targets))
                went.Add($"{command.DeclaringType!.Name}.{command.Name}");
        }

        Assert.Empty(went);
        Assert.Equal(before, await EverythingAsync(db));
        var said = counter.Shop.Log.Lines.Where(e => e.Level == LogLevel.Warning && e.Message.StartsWith("Staff command ", StringComparison.Ordinal)).ToList();
        Assert.Equal(commands.Count, said.Count);
        Assert.All(said, line => Assert.Contains($"account {Staff.IdOf(Staff.Eve)}: {Word(loss)}", line.Message, StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_command_of_the_admin_works_for_whoever_has_the_right(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var targets = await TargetsAsync(counter);
        await LoseAsync(counter.Shop, Staff.Bob, Loss.RoleTaken);
        var eve = await counter.Shop.StaffAsync();
        foreach (var command in Commands())
            Assert.False(await IsRefusedAsync(counter.Shop, command, eve, targets), $"{command.DeclaringType!.Name}.{command.Name}");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_role_may_do_what_its_permissions_say_and_nothing_else(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var targets = await TargetsAsync(counter);
        var eve = await counter.Shop.StaffAsync();
        await using var db = counter.Shop.Db();
        var wrong = new List<string>();
        foreach (var permission in Enum.GetValues<Permission>())
        {
            await db.RestrictAsync(Staff.IdOf(Staff.Eve), permission);
            foreach (var command in Commands())
            {
                var name = $"{command.DeclaringType!.Name}.{command.Name}";
                if (await IsRefusedAsync(counter.Shop, command, eve, targets) == Needs(name).Contains(permission))
                    wrong.Add($"{name} with {permission}");
            }
        }

        Assert.Empty(wrong);
        await db.RestrictAsync(Staff.IdOf(Staff.Eve));
        var refused = await Assert.ThrowsAsync<StaffRefusedException>(() => counter.Shop.Get<OrderAdmin>().ToShipAsync(eve, default));
        Assert.Equal(StaffRefusal.NoPermission, refused.Why);
        Assert.Contains(counter.Shop.Log.Lines, l => l.Message == $"Staff command ToShipAsync was refused to account {Staff.IdOf(Staff.Eve)}: NoPermission");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_worked_here_before_there_were_permissions_may_do_everything_and_a_later_start_gives_nobody_more(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        made.Add(database);
        await using (var before = new ShopApp { Database = database })
        {
            await using var db = before.Db();
            await db.HireAsync(Staff.Eve);
            await db.Roles.Where(r => r.Name == PermissionClaims.Owner).ExecuteDeleteAsync();
        }

        await using (var upgraded = new ShopApp { Database = database })
        {
            Assert.Equal(0, await upgraded.Get<OrderAdmin>().ToShipAsync(await LoginOfNowAsync(upgraded), default));
            await using var db = upgraded.Db();
            await db.RestrictAsync(Staff.IdOf(Staff.Eve), Permission.Catalogue);
        }

        await using var restarted = new ShopApp { Database = database };
        var eve = await LoginOfNowAsync(restarted);
        await Assert.ThrowsAsync<StaffRefusedException>(() => restarted.Get<OrderAdmin>().ToShipAsync(eve, default));

        // A new role ends the logins of before.
        static async Task<ClaimsPrincipal> LoginOfNowAsync(ShopApp shop)
        {
            await using var db = shop.Db();
            var stamp = await db.Users.Where(u => u.Email == Staff.Eve).Select(u => u.SecurityStamp).SingleAsync();
            var type = new Microsoft.AspNetCore.Identity.ClaimsIdentityOptions().SecurityStampClaimType;
            return new ClaimsPrincipal(new ClaimsIdentity([.. Staff.Claims(Staff.Eve).Where(c => c.Type != type), new Claim(type, stamp!)], "test"));
        }
    }

    /// <summary>One of these is enough for the command.</summary>
    private static IReadOnlyCollection<Permission> Needs(string command) => command switch
    {
        "OrderAdmin.StreamAsync" => [Permission.Export],
        "OrderAdmin.NumbersAsync" => [Permission.ViewOrders, Permission.Payments],
        "OrderAdmin.OfCustomerAsync" => [Permission.ViewOrders, Permission.Customers],
        "FulfilmentService.CancelAsync" or "SubscriptionAdmin.CancelAsync" => [Permission.Cancel],
        "PaymentActions.RefundAsync" => [Permission.Refund],
        "PaymentAdmin.OfOrderAsync" or "SuspenseAdmin.OfOrderAsync" => [Permission.ViewOrders],
        _ when command.StartsWith("OrderAdmin.", StringComparison.Ordinal) || command.StartsWith("SubscriptionAdmin.", StringComparison.Ordinal) => [Permission.ViewOrders],
        _ when command.StartsWith("FulfilmentService.", StringComparison.Ordinal) => [Permission.Fulfil],
        _ when command.StartsWith("CustomerAdmin.", StringComparison.Ordinal) || command.StartsWith("AccountAdmin.", StringComparison.Ordinal) => [Permission.Customers],
        "SavedCards.JudgeAsync" => [Permission.Customers],
        "StockAdmin.PageAsync" => [Permission.Catalogue],
        _ when new[] { "PaymentAdmin.", "SuspenseAdmin.", "ForeignAdmin.", "InboxAdmin.", "EventAdmin.", "BooksState.", "PaymentActions." }
            .Any(room => command.StartsWith(room, StringComparison.Ordinal)) => [Permission.Payments],
        _ => throw new InvalidOperationException($"Which permission does {command} need? Say it here."),
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_page_without_its_permission_is_not_there_and_nothing_leads_to_it(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        made.Add(database);
        await using var shop = new ShopApp { Staffed = true, Database = database };
        await using var db = shop.Db();
        db.Add(Make.Order(Make.Customer(), number: "BS-AAAA-2222"));
        await db.SaveChangesAsync();
        await db.RestrictAsync(await db.Users.Where(u => u.Email == ShopApp.StaffEmail).Select(u => u.Id).SingleAsync(), Permission.Payments);
        using var staff = await shop.VisitAsStaffAsync();

        foreach (var path in new[] { "/admin/orders", "/admin/orders/BS-AAAA-2222", "/admin/orders.csv", "/admin/products", "/admin/customers", "/admin/subscriptions" })
        {
            using var refused = await staff.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, refused.StatusCode));
        }

        using (var home = await staff.GetAsync("/admin"))
            Assert.Equal("/admin/payments", home.Headers.Location!.ToString());
        var page = await staff.PageAsync("/admin/payments");
        Assert.Equal(["/admin/payments"], page.QuerySelectorAll(".admin-side nav a").Select(a => a.GetAttribute("href")));
        // The name of an order is there to be read, and the notice that says how the books are.
        Assert.NotNull(page.QuerySelector("main h1"));
    }

    [Fact]
    public void Every_page_of_the_admin_says_which_permission_it_needs_and_the_navigation_says_the_same()
    {
        var pages = typeof(Program).Assembly.GetTypes()
            .SelectMany(t => t.GetCustomAttributes<RouteAttribute>().Select(r => (r.Template, Needs: t.GetCustomAttribute<DemandsAttribute>()?.Permission)))
            .Where(p => p.Template.StartsWith("/admin", StringComparison.Ordinal)).ToDictionary(p => p.Template, p => p.Needs, StringComparer.Ordinal);
        Assert.True(pages.Count >= 8, string.Join(", ", pages.Keys));
        Assert.DoesNotContain(null, pages.Values);
        Assert.All(AdminPages.All, page => Assert.Equal(pages[page.Path], page.Permission));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_login_without_second_factor_commands_nothing_where_the_shop_asks_for_one(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider, new() { ["Staff:RequireSecondFactor"] = "true" });
        var targets = await TargetsAsync(counter, ship: false);
        var eve = await counter.Shop.StaffAsync();
        foreach (var command in Commands())
            Assert.True(await IsRefusedAsync(counter.Shop, command, eve, targets), $"{command.DeclaringType!.Name}.{command.Name}");
        var careful = new ClaimsPrincipal(new ClaimsIdentity([.. eve.Claims, new Claim(StaffSecondFactor.Method, StaffSecondFactor.Code)], "test"));
        Assert.NotNull(await counter.Shop.Get<OrderAdmin>().FindAsync(careful, targets.Order.Number, default));
    }

    [Theory, MemberData(nameof(Losses))]
    public async Task The_export_and_the_pages_say_nothing_to_a_cookie_whose_owner_lost_the_right(Loss loss, DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        made.Add(database);
        await using var shop = new ShopApp { Staffed = true, Database = database };
        await using (var db = shop.Db())
        {
            db.Add(Make.Order(Make.Customer(), number: "BS-AAAA-2222"));
            await db.SaveChangesAsync();
        }

        using var staff = await shop.VisitAsStaffAsync();
        Assert.Contains("ada@example.org", await (await staff.GetAsync("/admin/orders.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await LoseAsync(shop, ShopApp.StaffEmail, loss);

        using var export = await staff.GetAsync("/admin/orders.csv");
        Assert.NotEqual(HttpStatusCode.OK, export.StatusCode);
        Assert.Equal("", await export.Content.ReadAsStringAsync());
        foreach (var path in new[] { "/admin/orders", "/admin/orders/BS-AAAA-2222", "/admin/payments", "/admin/customers" })
        {
            using var page = await staff.GetAsync(path);
            Assert.True((int)page.StatusCode < 500, $"{path} answered {(int)page.StatusCode}.");
            Assert.DoesNotContain("ada@example.org", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_command_that_takes_a_login_is_among_those_that_are_refused_without_the_right()
    {
        var names = Commands().Select(c => $"{c.DeclaringType!.Name}.{c.Name}").Distinct().ToList();
        Assert.True(names.Count >= 28, string.Join(", ", names));
        foreach (var known in new[] { "FulfilmentService.ShipAsync", "PaymentActions.RefundAsync", "SubscriptionAdmin.CancelAsync", "ForeignAdmin.ImportAsync", "OrderAdmin.StreamAsync" })
            Assert.Contains(known, names);
    }

    [Fact]
    public void The_admin_calls_nothing_that_does_not_ask_who_calls()
    {
        var components = typeof(Program).Assembly.GetTypes()
            .Where(t => t.Namespace?.StartsWith("BlazorShop.Admin", StringComparison.Ordinal) == true && t.IsSubclassOf(typeof(ComponentBase)))
            .Select(t => t.FullName!).ToHashSet(StringComparer.Ordinal);
        using var module = ModuleDefinition.ReadModule(typeof(Program).Assembly.Location);
        var unasked =
            from type in module.GetTypes()
            where components.Contains(Outermost(type).FullName)
            from method in type.Methods
            where method.HasBody
            from instruction in method.Body.Instructions
            let called = instruction.Operand as MethodReference
            where called is not null && IsService(called, components) && called.Parameters.All(p => p.ParameterType.FullName != typeof(ClaimsPrincipal).FullName)
            select $"{Outermost(type).Name} → {called.DeclaringType.Name}.{called.Name}";
        Assert.Empty(unasked.Distinct());
    }

    private static bool IsService(MethodReference called, HashSet<string> components) =>
        called.DeclaringType.FullName.StartsWith("BlazorShop.", StringComparison.Ordinal)
        && !called.DeclaringType.FullName.Contains('/', StringComparison.Ordinal)
        && !components.Contains(called.DeclaringType.GetElementType().FullName)
        && called.DeclaringType.Name is not "StaffComponent"
        && (called.ReturnType.FullName.Contains(".Task", StringComparison.Ordinal) || called.ReturnType.FullName.Contains("IAsyncEnumerable", StringComparison.Ordinal));

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>All public methods of services that are told who asks: the next one that somebody writes is among them.</summary>
    private static IEnumerable<MethodInfo> Commands() =>
        from type in typeof(Program).Assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false } && !askers.Contains(type) && !typeof(IComponent).IsAssignableFrom(type)
        where !type.IsSubclassOf(typeof(Delegate)) && !type.Name.StartsWith('<')
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.GetParameters().Any(p => p.ParameterType == typeof(ClaimsPrincipal))
        orderby type.FullName, method.Name
        select method;

    private static async Task<bool> IsRefusedAsync(ShopApp shop, MethodInfo command, ClaimsPrincipal who, Targets targets)
    {
        var type = command.DeclaringType!;
        var service = shop.Services.GetService(type)
            ?? type.GetInterfaces().Select(shop.Services.GetService).FirstOrDefault(s => s?.GetType() == type)
            ?? throw new InvalidOperationException($"{type} is not registered: say in this test how it is reached.");
        try
        {
            await EndAsync(command.Invoke(service, [.. command.GetParameters().Select(p => targets.For(p.ParameterType, p.Name!, who))]));
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (PaymentGatewayException)
        {
            // The provider knows nothing of the made-up session: what matters is that it was asked.
        }

        return false;
    }

    private static async Task EndAsync(object? answer)
    {
        if (answer is Task task)
        {
            await task;
            return;
        }

        // A stream asks when its first row is read.
        var stream = answer!.GetType().GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        await (Task)typeof(StaffRightsTests).GetMethod(nameof(FirstAsync), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(stream.GenericTypeArguments).Invoke(null, [answer])!;
    }

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> rows)
    {
        await using var row = rows.GetAsyncEnumerator();
        await row.MoveNextAsync();
    }

    private static StaffRefusal Word(Loss loss) => loss switch
    {
        Loss.RoleTaken => StaffRefusal.NoRole,
        Loss.Locked => StaffRefusal.Locked,
        Loss.PasswordChanged => StaffRefusal.OldStamp,
        _ => StaffRefusal.NoAccount,
    };

    /// <summary>By the row alone: each question of the guard is asked for itself, not answered by a stamp that changed with it.</summary>
    private static async Task LoseAsync(ShopApp shop, string email, Loss loss)
    {
        await using var db = shop.Db();
        var user = await db.Users.SingleAsync(u => u.Email == email);
        switch (loss)
        {
            case Loss.RoleTaken:
                await db.UserRoles.Where(r => r.UserId == user.Id).ExecuteDeleteAsync();
                break;
            case Loss.Locked:
                user.LockoutEnd = shop.Time.GetUtcNow().AddYears(1);
                break;
            case Loss.PasswordChanged:
                user.SecurityStamp = "another";
                break;
            default:
                db.Remove(user);
                break;
        }

        await db.SaveChangesAsync();
    }

    private async Task<Counter> CounterAsync(DatabaseProvider provider, Dictionary<string, string?>? settings = null)
    {
        var database = await TestDatabase.CreateAsync(provider);
        made.Add(database);
        return new Counter(database, settings: settings);
    }

    /// <summary>What the commands are tried on, so that one which goes through would change something.</summary>
    private static async Task<Targets> TargetsAsync(Counter counter, bool ship = true)
    {
        var order = await counter.Shop.BuyAsync();
        var subscribed = await counter.Shop.SubscribeAsync();
        await using var db = counter.Shop.Db();
        var foreign = new ForeignPayment
        {
            SessionReference = "cs_foreign",
            Provider = "stripe",
            PaymentReference = "pi_foreign",
            Amount = new Money(3900, "EUR"),
            Email = "guest@example.org",
            Environment = "sandbox",
            PaidAt = counter.Clock.GetUtcNow().UtcDateTime,
            FoundAt = counter.Clock.GetUtcNow().UtcDateTime,
        };
        db.Add(foreign);
        await db.SaveChangesAsync();
        var payment = await db.Payments.Where(p => p.OrderId == order.Id).Select(p => p.Id).SingleAsync();
        var entry = await db.InboxEvents.Select(e => e.Id).FirstAsync();
        return new Targets(ship ? await counter.Shop.LookAsync(order.Number) : order, payment, subscribed.SubscriptionId!.Value, foreign.SessionReference, entry);
    }

    /// <summary>All rows of all tables.</summary>
    private static async Task<string> EverythingAsync(ShopDbContext db)
    {
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync();
        var all = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are the model's.
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync())
                rows.Add(table + ": " + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
            all.AddRange(rows.Order(StringComparer.Ordinal));
        }

        return string.Join('\n', all);
    }

    private sealed record Targets(Order Order, PaymentId Payment, SubscriptionId Subscription, string Session, string Event)
    {
        public object? For(Type type, string name, ClaimsPrincipal who)
        {
            if (type == typeof(ClaimsPrincipal))
                return who;
            if (type == typeof(OrderId))
                return Order.Id;
            if (type == typeof(PaymentId))
                return Payment;
            if (type == typeof(SubscriptionId))
                return Subscription;
            if (type == typeof(CustomerId))
                return Order.CustomerId;
            if (type == typeof(Money))
                return new Money(100, "EUR");
            if (type == typeof(Guid))
                return Guid.CreateVersion7();
            if (type == typeof(string))
                return name switch { "sessionReference" => Session, "eventId" or "id" => Event, "number" => Order.Number, _ => "x" };
            if (type == typeof(int))
                return name switch { "seen" => Order.Version, "page" => 0, _ => 25 };
            if (type == typeof(ShipmentRequest))
                return new ShipmentRequest(Guid.CreateVersion7(), Order.Id, Order.Version, new Dictionary<int, int> { [1] = 1 }, "DHL", "JD0146");
            if (type.IsAssignableFrom(typeof(OrderId[])))
                return new[] { Order.Id };
            if (typeof(IEnumerable).IsAssignableFrom(type))
                return Array.CreateInstance(type.GenericTypeArguments[0], 0);
            if (type.IsValueType)
                return Activator.CreateInstance(type);
            var maker = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
            return maker.Invoke([.. maker.GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue : For(p.ParameterType, p.Name!, who))]);
        }
    }
}
