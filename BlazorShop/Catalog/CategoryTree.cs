using BlazorShop.Common;

namespace BlazorShop.Catalog;

/// <summary>A category as the shop window shows it.</summary>
public sealed record CategoryNode(CategoryId Id, string Slug, string Name, string Description, CategoryNode? Parent)
{
    public List<CategoryNode> Children { get; } = [];

    /// <summary>From the outermost category down to this one.</summary>
    public IEnumerable<CategoryNode> Path => Parent is null ? [this] : Parent.Path.Append(this);

    /// <summary>The category itself and all that stand in it.</summary>
    public IEnumerable<CategoryNode> Family => Children.SelectMany(c => c.Family).Prepend(this);

    public CategoryNode Root => Parent is null ? this : Parent.Root;
}

/// <summary>All categories of the shop at one moment.</summary>
public sealed class CategoryTree
{
    private readonly Dictionary<CategoryId, CategoryNode> byId = [];
    private readonly Dictionary<string, CategoryNode> bySlug = new(StringComparer.Ordinal);

    internal CategoryTree(IReadOnlyCollection<Category> categories)
    {
        var children = categories.OrderBy(c => c.Position).ThenBy(c => c.Name, StringComparer.Ordinal).ToLookup(c => c.ParentId);
        Roots = [.. children[null].Select(c => Add(c, null))];

        CategoryNode Add(Category category, CategoryNode? parent)
        {
            var node = new CategoryNode(category.Id, category.Slug, category.Name, category.Description, parent);
            byId[node.Id] = node;
            bySlug[node.Slug] = node;
            node.Children.AddRange(children[category.Id].Select(c => Add(c, node)));
            return node;
        }
    }

    public IReadOnlyList<CategoryNode> Roots { get; }

    public CategoryNode? Find(CategoryId id) => byId.GetValueOrDefault(id);

    public CategoryNode? Find(string slug) => bySlug.GetValueOrDefault(slug);
}
