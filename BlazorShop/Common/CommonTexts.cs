using System.Globalization;
using System.Resources;

namespace BlazorShop.Common;

/// <summary>Stands for the texts about addresses and recurrences, which are in the files beside it. What is common knows no room, so it looks them up itself.</summary>
public sealed class CommonTexts
{
    private static readonly ResourceManager texts = new(typeof(CommonTexts));

    internal static string Of(string key, params object[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, texts.GetString(key, CultureInfo.CurrentUICulture) ?? key, arguments);
}
