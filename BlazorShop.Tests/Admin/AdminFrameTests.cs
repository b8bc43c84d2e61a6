using BlazorShop.Admin.Payments;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Admin;

/// <summary>What stands around every page of the admin.</summary>
public sealed class AdminFrameTests : ShopComponentContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Theory]
    [InlineData("en", "Money doesn't agree: 1 difference. View it")]
    [InlineData("fr", "Les comptes ne concordent pas\u00a0: 1 écart. L’afficher")]
    public async Task While_money_differs_every_page_of_the_admin_says_so_until_it_agrees_again(string language, string said)
    {
        using var spoken = Languages.Find(language)!.Use();
        SignInStaff();
        var difference = await DifferAsync();
        Navigation.NavigateTo("/admin/orders");
        var notice = Render<BooksNotice>();
        notice.WaitForAssertion(() => Assert.Equal(said, notice.Find("[role=alert]").TextContent.Trim()));
        Assert.Equal("/admin/payments", notice.Find("a").GetAttribute("href"));

        // The page that the sentence leads to says it at length.
        Navigation.NavigateTo("/admin/payments");
        notice.WaitForAssertion(() => Assert.Empty(notice.Markup.Trim()));
        Navigation.NavigateTo("/admin/customers");
        notice.WaitForAssertion(() => Assert.NotEmpty(notice.FindAll("[role=alert]")));

        await using var db = Db();
        await db.Set<ReconciliationBreak>().Where(b => b.Reference == difference).ExecuteUpdateAsync(b => b.SetProperty(x => x.ResolvedAt, Clock.GetUtcNow().UtcDateTime));
        Navigation.NavigateTo("/admin/products");
        notice.WaitForAssertion(() => Assert.Empty(notice.Markup.Trim()));
    }

    [Fact]
    public async Task Who_no_longer_works_here_reads_nothing_about_money_and_counts_as_no_refused_command()
    {
        SignInStaff();
        await DifferAsync();
        await using (var db = Db())
            await db.UserRoles.ExecuteDeleteAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var notice = Render<BooksNotice>();
        // Looked once at least: what is drawn next comes after an answer.
        var drawn = notice.RenderCount;
        Navigation.NavigateTo("/admin/orders");
        notice.WaitForState(() => notice.RenderCount > drawn);
        Assert.Empty(notice.Markup.Trim());
        Assert.DoesNotContain(Shop.Log.Lines, e => e.Category.EndsWith(nameof(StaffGuard), StringComparison.Ordinal));
    }

    private async Task<string> DifferAsync()
    {
        var difference = Make.Difference("pi_of_nobody", Clock.GetUtcNow().UtcDateTime);
        await using var db = Db();
        db.Add(difference);
        await db.SaveChangesAsync();
        return difference.Reference;
    }
}
