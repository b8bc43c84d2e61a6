using BlazorShop.Common;
using BlazorShop.Customers;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Zxcvbn;

namespace BlazorShop.Accounts;

/// <summary>
/// Beyond length: what an attacker guesses early is refused, by zxcvbn's estimate with the shop's and the person's own words. No rule about kinds
/// of characters, which only breeds "Password1!".
/// </summary>
internal sealed class PasswordRules(IOptions<ShopOptions> shop, CustomerService customers) : IPasswordValidator<ShopUser>
{
    /// <summary>Of zxcvbn's 0 to 4: guessing takes ten to the power of 6 to 8 seconds on the attacker's own machine.</summary>
    public const int LeastScore = 3;

    /// <summary>The estimate costs more than linear time; what is beyond this makes no password easier to guess.</summary>
    private const int Estimated = 72;

    private static readonly char[] separators = [' ', '@', '.', '-', '_', '+', '\'', ','];

    private static readonly Zxcvbn.Zxcvbn estimator = new();

    public async Task<IdentityResult> ValidateAsync(UserManager<ShopUser> manager, ShopUser user, string? password)
    {
        if (password is not { Length: > 0 })
            return IdentityResult.Success;
        var email = user.Email ?? user.UserName ?? "";
        if (Same(password, email) || Same(password, email.Split('@')[0]))
            return Refused("PasswordIsEmail", AccountTexts.All["Password.IsEmail"]);
        if (DemoLogins.IsPrinted(password) && !DemoLogins.IsDemo(email))
            return Refused("PasswordIsCommon", AccountTexts.All["Password.Printed"]);
        var name = await customers.NameAsync(user.Id, CancellationToken.None) ?? "";
        string[] words = ["blazorshop", "shop", .. WordsOf(shop.Value.Name), .. WordsOf(email), .. WordsOf(name)];
        var estimate = estimator.EvaluatePassword(Text.Limit(password, Estimated), words.Distinct(StringComparer.Ordinal));
        return estimate.Score >= LeastScore ? IdentityResult.Success : Refused("PasswordIsCommon", Reason(estimate, words));
    }

    private static string Reason(Result estimate, string[] words)
    {
        var parts = estimate.MatchSequence;
        if (parts.Any(p => words.Contains(p.Token, StringComparer.OrdinalIgnoreCase)))
            return AccountTexts.All["Password.OwnWords"];
        if (parts.All(p => p.Pattern == "repeat"))
            return AccountTexts.All["Password.Repeated"];
        if (parts.All(p => p.Pattern is "sequence" or "spatial"))
            return AccountTexts.All["Password.Sequence"];
        if (parts.All(p => p.Pattern is "date"))
            return AccountTexts.All["Password.Date"];
        return parts.Any(p => p.Pattern == "dictionary")
            ? AccountTexts.All["Password.Common"]
            : AccountTexts.All["Password.Guessable"];
    }

    private static IEnumerable<string> WordsOf(string text) =>
        text.ToLowerInvariant().Split(separators, StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 2);

    private static IdentityResult Refused(string code, string description) => IdentityResult.Failed(new IdentityError { Code = code, Description = description });

    private static bool Same(string password, string other) => string.Equals(password, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Identity's messages that people read here, in the shop's words.</summary>
internal sealed class ShopErrors : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) =>
        new() { Code = nameof(PasswordTooShort), Description = AccountTexts.All.Count("Password.TooShort", length) };

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        new() { Code = nameof(PasswordRequiresUniqueChars), Description = AccountTexts.All.Count("Password.Unique", uniqueChars) };

    public override IdentityError PasswordMismatch() => new() { Code = nameof(PasswordMismatch), Description = AccountTexts.All["Password.CurrentWrong"] };

    // A user name is an email here.
    public override IdentityError DuplicateUserName(string userName) => DuplicateEmail(userName);

    public override IdentityError DuplicateEmail(string email) =>
        new() { Code = nameof(DuplicateEmail), Description = AccountTexts.All["Identity.DuplicateEmail"] };

    public override IdentityError InvalidUserName(string? userName) => InvalidEmail(userName);

    public override IdentityError InvalidEmail(string? email) => new() { Code = nameof(InvalidEmail), Description = AccountTexts.All["Identity.InvalidEmail"] };

    public override IdentityError DefaultError() => new() { Code = nameof(DefaultError), Description = AccountTexts.All["Identity.Failed"] };

    public override IdentityError ConcurrencyFailure() => new() { Code = nameof(ConcurrencyFailure), Description = AccountTexts.All["Identity.Failed"] };

    public override IdentityError InvalidToken() =>
        new() { Code = nameof(InvalidToken), Description = AccountTexts.All["Link.Stale"] };
}
