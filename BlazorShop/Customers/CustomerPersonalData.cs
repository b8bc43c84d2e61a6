using BlazorShop.Data;

namespace BlazorShop.Customers;

/// <summary>The profile and the address book. Erased first: whoever holds goods for a customer locks their row, and finds it gone.</summary>
internal sealed class CustomerPersonalData(CustomerService customers) : IPersonalData
{
    public int Place => 10;

    public async Task ExportAsync(PersonalFile file, Person person, CancellationToken ct) => file.Add("customer", new
    {
        id = person.Customer.Value,
        fullName = await customers.NameAsync(person.Customer, ct),
        addresses = (await customers.AddressesAsync(person.Customer, ct)).Select(a => a.Address),
    });

    public async Task<ErasureRefusal?> EraseAsync(ShopDbContext db, Person person, CancellationToken ct)
    {
        await CustomerService.ForgetAsync(db, person.Customer, ct);
        return null;
    }
}
