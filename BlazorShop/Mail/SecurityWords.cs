namespace BlazorShop.Mail;

/// <summary>What a letter says about a change to an account's protection.</summary>
internal static class SecurityWords
{
    public static string Subject(SecurityChange change) => change switch
    {
        SecurityChange.SecondFactorOn => "Two-factor authentication was turned on",
        SecurityChange.SecondFactorOff => "Two-factor authentication was turned off",
        SecurityChange.NewRecoveryCodes => "New recovery codes were made",
        SecurityChange.PasskeyAdded => "A passkey was added",
        SecurityChange.PasskeyRemoved => "A passkey was removed",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    public static string Fact(SecurityChange change) => change switch
    {
        SecurityChange.SecondFactorOn => "From now on we ask for a code from your authenticator app after your password.",
        SecurityChange.SecondFactorOff => "Your password alone is now enough to log in.",
        SecurityChange.NewRecoveryCodes => "The recovery codes you had no longer work.",
        SecurityChange.PasskeyAdded => "The new passkey can now be used to log in.",
        SecurityChange.PasskeyRemoved => "The removed passkey can no longer be used to log in.",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };
}
