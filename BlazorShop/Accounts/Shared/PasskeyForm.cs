namespace BlazorShop.Accounts.Shared;

public enum PasskeyOperation
{
    Create,
    Request,
}

/// <summary>What the browser's script adds to a form: a credential, or why there is none.</summary>
public sealed class PasskeyInput
{
    public string? CredentialJson { get; set; }

    public string? Error { get; set; }

    /// <summary>The script sends a word; what people read is chosen here.</summary>
    public string? Problem => Error switch
    {
        null or "" => null,
        "refused" => AccountTexts.All["Passkey.Refused"],
        "unsupported" => AccountTexts.All["Passkey.Unsupported"],
        _ => AccountTexts.All["Passkey.Failed"],
    };
}
