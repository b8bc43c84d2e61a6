using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data.Providers;

public sealed class PostgresShopDbContext(DbContextOptions<PostgresShopDbContext> options) : ShopDbContext(options);
