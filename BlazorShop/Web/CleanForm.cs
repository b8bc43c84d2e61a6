using BlazorShop.Common;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace BlazorShop.Web;

/// <summary>The form without what <see cref="CleanInput"/> takes out of it, and one that cannot be read as a bad request.</summary>
internal sealed class CleanForm(IFormFeature inner) : IFormFeature
{
    private IFormCollection? read;
    private IFormCollection? clean;

    public bool HasFormContentType => inner.HasFormContentType;

    public IFormCollection? Form
    {
        get => Clean(inner.Form);
        set => inner.Form = value;
    }

    public IFormCollection ReadForm() => Clean(inner.ReadForm())!;

    public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Clean(await inner.ReadFormAsync(cancellationToken))!;
        }
        // A charset nobody knows, multipart without a boundary, more fields than there may be: the framework has an exception of its own for each.
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException or ArgumentException or NotSupportedException or FormatException)
        {
            throw new BadHttpRequestException("The form cannot be read.", StatusCodes.Status400BadRequest, failure);
        }
    }

    private IFormCollection? Clean(IFormCollection? form)
    {
        if (ReferenceEquals(read, form))
            return clean;
        read = form;
        return clean = form is null || form.All(IsClean)
            ? form
            : new FormCollection(
                form.GroupBy(f => Text.Clean(f.Key)).ToDictionary(g => g.Key, g => new StringValues([.. g.SelectMany(f => f.Value.Select(v => Text.Clean(v ?? "")))])), form.Files);
    }

    private static bool IsClean(KeyValuePair<string, StringValues> field) =>
        ReferenceEquals(Text.Clean(field.Key), field.Key) && field.Value.All(v => v is null || ReferenceEquals(Text.Clean(v), v));
}
