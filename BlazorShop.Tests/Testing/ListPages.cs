using BlazorShop.Common;

namespace BlazorShop.Tests.Testing;

/// <summary>Reads a list as somebody who turns its pages to the end and back.</summary>
public static class ListPages
{
    /// <summary>All pages, none of which shares a row with another, and each of which is the same on the way back.</summary>
    /// <param name="read">Reads a page.</param>
    /// <param name="name">How an address names a row.</param>
    public static async Task<IReadOnlyList<ListPage<TRow>>> TurnAsync<TRow>(Func<ListPlace, Task<ListPage<TRow>>> read, Func<TRow, string> name)
    {
        List<ListPage<TRow>> pages = [await read(ListPlace.First)];
        while (pages[^1].After)
        {
            Assert.Equal(ListPlace.Size, pages[^1].Rows.Count);
            Assert.True(pages.Count * ListPlace.Size < pages[0].Total, "There are more pages than rows.");
            pages.Add(await read(new ListPlace(After: name(pages[^1].Rows[^1]))));
        }

        var names = pages.SelectMany(p => p.Rows).Select(name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(pages[0].Total, names.Count);
        Assert.Equal(Enumerable.Range(0, pages.Count).Select(number => number > 0), pages.Select(p => p.Before));
        for (var number = pages.Count - 1; number > 0; number--)
        {
            var back = await read(new ListPlace(Before: name(pages[number].Rows[0])));
            Assert.Equal(pages[number - 1].Rows, back.Rows);
            Assert.Equal((number > 1, true), (back.Before, back.After));
        }

        return pages;
    }
}
