namespace BlazorShop.Payments;

/// <summary>Why an attempt to pay was given up, in most cases before its form opened.</summary>
public enum GivenUpBecause
{
    /// <summary>Its buyer, the shop or staff closed it.</summary>
    Closed,

    /// <summary>It waited so long that a form of it would be refused.</summary>
    TooLate,

    /// <summary>An older release wrote it in a way that the provider refuses.</summary>
    OldRequest,

    BuyerUnknownThere,

    /// <summary>Argument: the provider's words.</summary>
    Refused,

    /// <summary>The provider failed, and would remember that. Argument: its words, where it said any.</summary>
    ProviderFailed,

    /// <summary>The provider does not know its form any more.</summary>
    FormUnknownThere,

    /// <summary>It was opened in an environment where the shop no longer takes payments, and its time is over. Argument: that environment.</summary>
    OpenedElsewhere,
}
