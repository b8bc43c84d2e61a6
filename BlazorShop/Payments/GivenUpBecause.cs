namespace BlazorShop.Payments;

/// <summary>Why a try to pay was given up, mostly before its form was open.</summary>
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

    /// <summary>The provider failed, and would remember that. Argument: its words.</summary>
    ProviderFailed,

    /// <summary>The provider does not know its form any more.</summary>
    FormUnknownThere,

    /// <summary>Where the shop no longer takes payments, and its time is over. Argument: the environment.</summary>
    OpenedElsewhere,
}
