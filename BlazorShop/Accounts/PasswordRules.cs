using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

/// <summary>Beyond length: what an attacker tries first is refused. No rule about kinds of characters, which only breeds "Password1!".</summary>
internal sealed class PasswordRules : IPasswordValidator<ShopUser>
{
    private static readonly HashSet<string> common = new(StringComparer.OrdinalIgnoreCase)
    {
        "12345678", "123456789", "1234567890", "87654321", "987654321", "0123456789", "11111111", "00000000", "12341234", "123123123",
        "password", "password1", "password12", "password123", "passw0rd", "p@ssw0rd", "p@ssword", "mypassword",
        "qwertyui", "qwertyuiop", "qwerty12", "qwerty123", "qwerty1234", "qwertz123", "azertyuiop", "asdfghjkl", "asdfasdf", "zxcvbnm123",
        "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "qazwsxedc", "abcd1234", "abc12345", "abcdefgh", "a1b2c3d4",
        "iloveyou", "iloveyou1", "sunshine", "princess", "football", "football1", "baseball", "basketball", "superman", "batman123",
        "trustno1", "letmein1", "letmein123", "welcome1", "welcome123", "dragon123", "monkey123", "starwars", "computer", "internet",
        "michelle", "jennifer", "liverpool", "chocolate", "whatever", "samsung1", "pokemon1", "charlie1", "butterfly", "blink182",
        "admin123", "admin1234", "administrator", "changeme", "changeme1", "changeme123", "secret123", "test1234", "testtest", "blazorshop",
    };

    public Task<IdentityResult> ValidateAsync(UserManager<ShopUser> manager, ShopUser user, string? password)
    {
        var errors = new List<IdentityError>();
        if (password is { Length: > 0 })
        {
            var email = user.Email ?? user.UserName ?? "";
            if (Same(password, email) || Same(password, email.Split('@')[0]))
                errors.Add(new IdentityError { Code = "PasswordIsEmail", Description = "The password must not be your email address." });
            if (common.Contains(password))
                errors.Add(new IdentityError { Code = "PasswordIsCommon", Description = "This password is one of the first that anybody would try. Choose another one." });
        }

        return Task.FromResult(errors.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. errors]));
    }

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
