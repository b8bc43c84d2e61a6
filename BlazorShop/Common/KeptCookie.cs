namespace BlazorShop.Common;

/// <summary>
/// A cookie that a visitor keeps when the shop moves to https and its cookies get the prefix <c>__Host-</c>: a cart, a login. Rooms register theirs; the
/// frame takes over what was set under the plain name. <paramref name="MaxAge"/>: how long it lives under its new name; null: until the browser is closed
/// (a login that was to be remembered says so again at its next renewal).
/// </summary>
public sealed record KeptCookie(string Name, TimeSpan? MaxAge);
