using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data.Providers;

public sealed class SqlServerShopDbContext(DbContextOptions<SqlServerShopDbContext> options) : ShopDbContext(options);
