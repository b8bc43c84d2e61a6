namespace BlazorShop.Localization;

/// <summary>In which language somebody reads whom we write to and of whom only the email is known.</summary>
public interface IReaderLanguages
{
    /// <summary>What the account with this email chose; the neutral language where there is none, or nothing was chosen.</summary>
    Task<Language> OfAsync(string email, CancellationToken ct);
}
