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
            return Refused("PasswordIsEmail", "The password must not be your email address.");
        if (DemoLogins.IsPrinted(password) && !DemoLogins.IsDemo(email))
            return Refused("PasswordIsCommon", "This password is printed for everybody to read. Choose another one.");
        var name = await customers.NameAsync(user.Id, CancellationToken.None) ?? "";
        string[] words = ["blazorshop", "shop", .. WordsOf(shop.Value.Name), .. WordsOf(email), .. WordsOf(name)];
        var estimate = estimator.EvaluatePassword(Text.Limit(password, Estimated), words.Distinct(StringComparer.Ordinal));
        return estimate.Score >= LeastScore ? IdentityResult.Success : Refused("PasswordIsCommon", Reason(estimate, words));
    }

    private static string Reason(Result estimate, string[] words)
    {
        var parts = estimate.MatchSequence;
        if (parts.Any(p => words.Contains(p.Token, StringComparer.OrdinalIgnoreCase)))
            return "Your own name, your email and the shop's name are easy to guess. Add a few unrelated words.";
        if (parts.All(p => p.Pattern == "repeat"))
            return "Repeated characters are easy to guess. Add a few unrelated words.";
        if (parts.All(p => p.Pattern is "sequence" or "spatial"))
            return "Sequences and neighbouring keys are easy to guess. Add a few unrelated words.";
        if (parts.All(p => p.Pattern is "date"))
            return "Dates are easy to guess. Add a few unrelated words.";
        return parts.Any(p => p.Pattern == "dictionary")
            ? "This password is one of the first that anybody would try. Add a few unrelated words."
            : "This password is easy to guess. Add a few unrelated words.";
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
        new() { Code = nameof(PasswordTooShort), Description = $"The password must have at least {length} characters." };

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        new() { Code = nameof(PasswordRequiresUniqueChars), Description = $"The password must have at least {uniqueChars} different characters." };

    public override IdentityError PasswordMismatch() => new() { Code = nameof(PasswordMismatch), Description = "The current password is wrong." };

    public override IdentityError InvalidToken() =>
        new() { Code = nameof(InvalidToken), Description = "This link is not valid any more. Ask for a new one." };
}
