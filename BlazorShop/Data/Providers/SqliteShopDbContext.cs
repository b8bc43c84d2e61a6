using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data.Providers;

public sealed class SqliteShopDbContext(DbContextOptions<SqliteShopDbContext> options) : ShopDbContext(options);
