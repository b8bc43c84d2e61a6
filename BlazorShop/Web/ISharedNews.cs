namespace BlazorShop.Web;

/// <summary>Words that a room's instances tell each other. They may be lost, so nothing may depend on them but how soon somebody looks again.</summary>
internal interface ISharedNews
{
    /// <summary>What they are about: words of one topic are heard by that topic alone.</summary>
    string Topic { get; }

    /// <summary>Raised for what happened on this instance. A word has no <c>/</c> in it.</summary>
    event Action<string>? Announced;

    /// <summary>Another instance announced it.</summary>
    void Hear(string word);
}
