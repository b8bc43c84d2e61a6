using System.Text.RegularExpressions;

namespace BlazorShop.Tests.Architecture;

/// <summary>
/// A form that the server reads stands in a component that loads before it is rendered (<c>LoadedComponent</c>): else it is first rendered without its
/// model, and on a server that takes its time the request fails.
/// </summary>
public sealed partial class LoadedFormTests
{
    [Fact]
    public void Forms_are_rendered_once_their_model_is_there() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(TextCutTests.Repository(), "BlazorShop"), "*.razor", SearchOption.AllDirectories)
        where RendersTooEarly(File.ReadAllText(file))
        select $"{Path.GetFileName(file)}: inherit LoadedComponent and load in LoadAsync");

    [Theory]
    [InlineData("<form method=\"post\" @formname=\"a\"></form> @code { protected override async Task OnInitializedAsync() { } }", true)]
    [InlineData("<EditForm FormName=\"a\" /> @code { protected override async Task OnParametersSetAsync() { } }", true)]
    [InlineData("<EditForm FormName=\"a\" /> @code { protected override async Task LoadAsync() { } }", false)]
    [InlineData("<form action=\"/cart/add\"></form> @code { protected override async Task OnInitializedAsync() { } }", false)]
    public void A_planted_form_without_its_model_is_found(string component, bool tooEarly) => Assert.Equal(tooEarly, RendersTooEarly(component));

    private static bool RendersTooEarly(string component) => NamedForm().IsMatch(component) && EarlyLoad().IsMatch(component);

    [GeneratedRegex("@formname=|<EditForm[^>]* FormName=", RegexOptions.Singleline)]
    private static partial Regex NamedForm();

    [GeneratedRegex("override async Task On(Initialized|ParametersSet)Async")]
    private static partial Regex EarlyLoad();
}
