/** Writes the number of items into the header's badge, as the server would. */
export function showCount(count) {
    for (const badge of document.querySelectorAll('.cart-count')) {
        badge.textContent = String(count);
    }
}
