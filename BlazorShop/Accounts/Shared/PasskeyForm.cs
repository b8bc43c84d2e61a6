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
        "refused" => "No passkey was used. Try again, or use your password.",
        "unsupported" => "This browser cannot use passkeys. Use your password, or another browser.",
        _ => "The passkey could not be used. Try again in a moment.",
    };
}
